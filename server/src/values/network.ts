import { isIPv6 } from 'node:net';

/** Returns what counts as one sender: an address, or, by IPv6, the network (/64) one household or firm has. */
export function networkOf(ip: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
	if (mapped !== undefined) return mapped;
	return isIPv6(ip) ? whole(ip).slice(0, 4).join(':') : ip;
}

/** The eight groups of an address, with the zeros that `::` leaves out. */
function whole(ip: string): string[] {
	const [head = '', tail] = ip.split('::');
	const groups = (text: string) => (text === '' ? [] : text.split(':'));
	const [front, back] = [groups(head), groups(tail ?? '')];
	const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
	return [...front, ...(tail === undefined ? [] : zeros), ...back];
}
