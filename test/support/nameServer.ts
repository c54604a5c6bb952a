import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const HEADER_BYTES = 12;
const TYPE_BYTES = 4;
const IPV4 = 1;

/**
 * A name server that knows `crm.example` as 127.0.0.1, is silent about names that begin with `silent` and about IPv6
 * addresses of those that begin with `half`, and knows no others.
 */
export async function startNameServer(): Promise<{
	address: string;
	/** How often each name was asked for. */
	asked: Map<string, number>;
	stop: () => void;
}> {
	const socket = createSocket('udp4');
	const asked = new Map<string, number>();
	socket.on('message', (query, { port, address }) => {
		const { name, type, end } = question(query);
		asked.set(name, (asked.get(name) ?? 0) + 1);
		if (name.startsWith('silent') || (name.startsWith('half') && type !== IPV4)) return;
		const isKnown = name === 'crm.example' || name.startsWith('half');
		socket.send(answer(query.subarray(0, end), isKnown, type === IPV4), port, address);
	});
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	return { address: `127.0.0.1:${socket.address().port}`, asked, stop: () => socket.close() };
}

function question(query: Buffer): { name: string; type: number; end: number } {
	const labels: string[] = [];
	let at = HEADER_BYTES;
	for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
		labels.push(query.toString('latin1', at + 1, at + 1 + length));
		at += length + 1;
	}
	const name = labels.join('.').toLowerCase();
	return { name, type: query.readUInt16BE(at + 1), end: at + 1 + TYPE_BYTES };
}

/** RFC 1035: the question again, with its flags, and with one record that points back to its name. */
function answer(query: Buffer, isKnown: boolean, hasAddress: boolean): Buffer {
	const head = Buffer.from(query);
	head.writeUInt16BE(isKnown ? 0x8180 : 0x8183, 2);
	const records = isKnown && hasAddress ? 1 : 0;
	head.writeUInt16BE(records, 6);
	head.writeUInt32BE(0, 8);
	const record = Buffer.from([0xc0, HEADER_BYTES, 0, IPV4, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
	return records ? Buffer.concat([head, record]) : head;
}
