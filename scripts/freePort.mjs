import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that Linux (from 32,768) and macOS (from 49,152) give to whoever asks for any port. */
const [FIRST, LAST] = [12_000, 32_000];

/**
 * Returns a port of this machine that nothing listens on, and that is given to nobody who asks for any: what listens on it
 * can be stopped and started again.
 * @returns {Promise<number>}
 */
export async function freePort(tries = 20) {
	const port = randomInt(FIRST, LAST);
	const server = createServer().listen(port, '127.0.0.1');
	try {
		await once(server, 'listening');
	} catch (reason) {
		if (tries === 1) throw reason;
		return freePort(tries - 1);
	}
	server.close();
	await once(server, 'close');
	return port;
}
