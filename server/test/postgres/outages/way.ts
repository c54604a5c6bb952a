import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** Of one connection: what came from the database, and the two ends. */
export type Passing = { data: Buffer; client: Socket; database: Socket };

/** A way to a database that a test stands in. */
export type DatabaseWay = { url: string; close: () => void };

/**
 * Opens a way to a database.
 *
 * @param toClient passes on, or not, what the database has sent
 * @param toDatabase returns whether what a client has sent is passed on
 */
export async function openWay(
	to: string,
	toClient: (passing: Passing) => void,
	toDatabase: (client: Socket, data: Buffer) => boolean = () => true,
): Promise<DatabaseWay> {
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
		client.on('data', (data) => {
			if (toDatabase(client, data)) database.write(data);
		});
		database.on('data', (data) => toClient({ data, client, database }));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = new URL(to);
	url.port = String((server.address() as AddressInfo).port);
	return {
		url: url.href,
		close: () => {
			server.close();
			for (const socket of open) socket.destroy();
		},
	};
}
