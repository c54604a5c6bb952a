import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** The answer to a commit (https://www.postgresql.org/docs/current/protocol-message-formats.html): CommandComplete. */
const COMMITTED = Buffer.from('COMMIT\0');

/** A way to a database that can lose the next answers to commits, with their connections. */
export type LossyWay = {
	url: string;
	loseNext: (commits: number) => void;
	lost: () => number;
	close: () => void;
};

/** Opens such a way. */
export async function lossyWay(to: string): Promise<LossyWay> {
	let toLose = 0;
	let lost = 0;
	const { hostname, port } = new URL(to);
	const open = new Set<Socket>();
	const server = createServer((client) => {
		const database = connect(Number(port), hostname);
		for (const socket of [client, database]) {
			open.add(socket);
			socket.on('error', () => {});
			socket.on('close', () => {
				open.delete(socket);
				client.destroy();
				database.destroy();
			});
		}
		client.pipe(database);
		database.on('data', (data) => {
			if (toLose > 0 && data.includes(COMMITTED)) {
				toLose -= 1;
				lost += 1;
				client.destroy();
				return;
			}
			client.write(data);
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = new URL(to);
	url.port = String((server.address() as AddressInfo).port);
	return {
		url: url.href,
		loseNext: (commits) => (toLose = commits),
		lost: () => lost,
		close: () => {
			server.close();
			for (const socket of open) socket.destroy();
		},
	};
}
