import type { PoolClient } from 'pg';
import type { Writable } from 'node:stream';

/** The driver writes each statement by itself, and its stream is not among its types. */
type WithStream = { connection?: { stream?: Writable } };

const waiting = new WeakSet<Writable>();

/**
 * To be called before statements are given to a connection: those of one turn of the event loop leave it at once. Each by
 * itself is a packet, for which the server wakes up and this process calls the system.
 */
export function sendTogether(client: PoolClient): void {
	const stream = (client as unknown as WithStream).connection?.stream;
	if (!stream || waiting.has(stream)) return;
	waiting.add(stream);
	stream.cork();
	process.nextTick(() => {
		waiting.delete(stream);
		stream.uncork();
	});
}
