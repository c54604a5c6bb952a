import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** A mail server that takes every mail and keeps it as it was sent. */
export class SmtpServer {
	readonly mails: string[] = [];
	private readonly server: Server = createServer((socket) => {
		let mail: string | undefined;
		let rest = '';
		socket.setEncoding('utf8');
		socket.write('220 mail.example ready\r\n');
		socket.on('data', (chunk: string) => {
			rest += chunk;
			const lines = rest.split('\r\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				if (mail !== undefined && line !== '.') mail += `${line}\n`;
				else if (mail !== undefined) {
					this.mails.push(mail);
					mail = undefined;
					socket.write('250 taken\r\n');
				} else if (line === 'DATA') {
					mail = '';
					socket.write('354 go on\r\n');
				} else socket.write(/^QUIT/.test(line) ? '221 bye\r\n' : '250 mail.example\r\n');
			}
		});
		socket.on('error', () => {});
	});

	private constructor() {}

	static async start(): Promise<SmtpServer> {
		const smtp = new SmtpServer();
		smtp.server.listen(0, '127.0.0.1');
		await once(smtp.server, 'listening');
		return smtp;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** Returns the addresses, the subject and the text of a mail. */
	static read(mail: string): { to: string; subject: string; text: string } {
		const [head = '', ...body] = mail.split('\n\n');
		const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
		const raw = body.join('\n\n');
		const isQuoted = header('Content-Transfer-Encoding') === 'quoted-printable';
		const text = isQuoted ? quotedPrintable(raw) : raw;
		return { to: header('To'), subject: header('Subject'), text: text.trim() };
	}

	async stop(): Promise<void> {
		this.server.close();
		await once(this.server, 'close');
	}
}

/** RFC 2045, section 6.7. */
function quotedPrintable(text: string): string {
	const bytes = text
		.replace(/=\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
