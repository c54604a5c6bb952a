import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Attempt } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';

const fluid = fluidForFile();
const servers: Server[] = [];

afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

const listen = async (server: Server): Promise<number> => {
	servers.push(server);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
};

/** Answers each request by writing these pieces, one after another. */
async function receiver(...pieces: Array<string | Buffer>): Promise<string> {
	const answer = async (socket: Socket) => {
		for (const piece of pieces) {
			socket.write(piece);
			// The time itself is what is tested: the pieces arrive one by one.
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	};
	const server = createServer({ noDelay: true }, (socket) => {
		socket.on('error', () => undefined).on('data', () => void answer(socket));
	});
	return `http://127.0.0.1:${await listen(server)}`;
}

/** What comes of sending something there, as the log shows it. */
async function attemptAt(url: string): Promise<Attempt> {
	const { body } = await fluid.post('/api-webhooks', { url, events: ['deal.created'] });
	const sent = await fluid.post(`/api-webhooks/${body.id}/test`);
	return sent.body.attempts[0];
}

const ok = (type: string, body: Buffer | string, more = '') => [
	`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n`,
	body,
];
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('a receiver that says 100 Continue unasked', () => {
	test.each([
		['at once with the answer', [CONTINUE + OK]],
		['before the answer', [CONTINUE, OK]],
		['twice', [CONTINUE, CONTINUE, OK]],
		[
			'in pieces',
			[
				'HT',
				'TP/1.1 1',
				'00 Continue\r\nDate: now\r',
				'\n\r',
				'\nHTTP/1.1 2',
				'00 OK\r\nContent-Length: 2\r\n\r\nok',
			],
		],
		['with a head of its own', ['HTTP/1.0 100\r\nServer: old\r\n\r\n', OK]],
		[
			'before another interim answer',
			[CONTINUE, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', OK],
		],
	])('has received the event: %s', async (_how, pieces) => {
		expect(await attemptAt(await receiver(...pieces))).toMatchObject({
			status_code: 200,
			answer: 'ok',
			error: null,
		});
	});

	test('receives each event once, over the same connection', async () => {
		const bodies: string[] = [];
		let connections = 0;
		const server = createServer((socket) => {
			connections += 1;
			socket.on('error', () => undefined);
			socket.on('data', (data) => {
				bodies.push(data.toString());
				socket.write(CONTINUE + OK);
			});
		});
		const url = `http://127.0.0.1:${await listen(server)}`;
		const { body } = await fluid.post('/api-webhooks', { url, events: ['deal.created'] });
		for (const name of ['First', 'Second', 'Third']) {
			await fluid.deal({ name });
			await expect.poll(() => bodies.at(-1)).toContain(`"name":"${name}"`);
		}
		await fluid.delete(`/api-webhooks/${body.id}`);
		expect([bodies.length, connections]).toEqual([3, 1]);
	});

	test('and nothing else has not', async () => {
		const url = await receiver(CONTINUE, 'HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n');
		expect(await attemptAt(url)).toMatchObject({ status_code: 500 });
	});
});

const german = 'Vielen Dank, Jürgen Groß – 4.800 €';

describe('an answer in the log', () => {
	test.each([
		['gzip', gzipSync],
		['deflate', deflateSync],
		['br', brotliCompressSync],
		['zstd', zstdCompressSync],
	])('that is compressed can be read: %s', async (encoding, compress) => {
		const url = await receiver(
			...ok('text/plain; charset=utf-8', compress(german), `content-encoding: ${encoding}\r\n`),
		);
		expect((await attemptAt(url)).answer).toBe(german);
	});

	test('that breaks off inside of what is compressed can be read that far', async () => {
		const long = Array.from({ length: 5_000 }, (_, index) => `${index * 7919}`).join(' ');
		const half = gzipSync(long).subarray(0, 4_000);
		const url = await receiver(...ok('text/plain', half, 'content-encoding: gzip\r\n'));
		const { answer } = await attemptAt(url);
		expect(answer?.length).toBeGreaterThan(1_000);
		expect(long).toContain(answer);
	});

	test('that is not what it says is called that', async () => {
		const url = await receiver(...ok('text/plain', 'Thanks', 'content-encoding: gzip\r\n'));
		expect((await attemptAt(url)).answer).toBe('(6 bytes of gzip that cannot be read)');
	});

	test.each([
		'content-encoding: constructor\r\n',
		'content-encoding: none\r\ncontent-encoding: none\r\n',
	])('whose encoding is none is read as it is: %j', async (encoding) => {
		const attempt = await attemptAt(await receiver(...ok('text/plain', 'Thanks', encoding)));
		expect(attempt).toMatchObject({ status_code: 200, answer: 'Thanks', error: null });
	});

	test('is 16 KB, however much a few bytes hold', async () => {
		const bomb = brotliCompressSync(Buffer.alloc(200_000_000, 'x'), {
			params: { [constants.BROTLI_PARAM_QUALITY]: 2 },
		});
		expect(bomb.length).toBeLessThan(10_000);
		const before = process.memoryUsage().rss;
		const startedAt = performance.now();
		const url = await receiver(...ok('text/plain', bomb, 'content-encoding: br\r\n'));
		expect((await attemptAt(url)).answer).toBe('x'.repeat(16 * 1024));
		expect(performance.now() - startedAt).toBeLessThan(2_000);
		expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
	});

	test.each([
		['named', 'text/plain; charset=iso-8859-1'],
		['not named', 'text/plain'],
		['named wrongly', 'text/plain; charset=utf-8'],
		['named by no name', 'text/plain; charset=x'],
	])('of an old character set that is %s can be read', async (_how, type) => {
		const latin1 = Buffer.from('Danke, Jürgen Groß', 'latin1');
		expect((await attemptAt(await receiver(...ok(type, latin1)))).answer).toBe(
			'Danke, Jürgen Groß',
		);
	});

	test('ends before a letter that is cut in two, and holds no NUL', async () => {
		const text = `\0${'ü'.repeat(16 * 1024)}`;
		const { answer } = await attemptAt(await receiver(...ok('text/plain', text)));
		expect(answer).toBe('ü'.repeat(8 * 1024 - 1));
	});
});

describe('a failed attempt says in a sentence', () => {
	test.each([
		[
			'that the receiver speaks no TLS',
			async () => (await receiver(OK)).replace('http:', 'https:'),
			/^No secure connection: the receiver does not speak TLS .*http:\/\//,
		],
		[
			'that the receiver speaks no HTTP',
			() => receiver('SSH-2.0-OpenSSH_9.6\r\n'),
			/^The receiver answered with something that is not HTTP\. Check the port/,
		],
		[
			'that the receiver hangs up',
			async () => `http://127.0.0.1:${await listen(createServer((socket) => socket.destroy()))}`,
			/^The receiver closed the connection/,
		],
	])('%s', async (_what, start, sentence) => {
		expect((await attemptAt(await start())).error).toMatch(sentence);
	});

	const hasOpenssl = works('openssl', ['version']);

	test.skipIf(!hasOpenssl)(
		'that nobody known has signed the certificate',
		needs('openssl'),
		async () => {
			const folder = mkdtempSync(join(tmpdir(), 'fluid-certificate-'));
			const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
			execFileSync(
				'openssl',
				[
					'req',
					'-x509',
					'-newkey',
					'rsa:2048',
					'-nodes',
					'-days',
					'1',
					'-subj',
					'/CN=localhost',
					'-keyout',
					key,
					'-out',
					cert,
				],
				{ stdio: 'ignore' },
			);
			const port = await listen(
				createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }),
			);
			const { error } = await attemptAt(`https://localhost:${port}`);
			expect(error).toMatch(
				/^No secure connection: the certificate .* signed by an unknown authority\. Install/,
			);
			rmSync(folder, { recursive: true });
		},
	);
});

function works(command: string, args: string[]): boolean {
	try {
		execFileSync(command, args, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
