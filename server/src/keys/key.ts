import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_CHARACTERS = 32;
const CHECKSUM_CHARACTERS = 6;
const PATTERN = /^fluid_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** Returns a new API key: `fluid_`, 32 random base-62 characters and their checksum. */
export function newKey(): string {
	const random = Array.from({ length: RANDOM_CHARACTERS }, () => BASE62.charAt(randomInt(62))).join(
		'',
	);
	return `fluid_${random}${checksum(random)}`;
}

/** Returns whether a text has the form of a key and its checksum is right: a typo needs no look-up. */
export function isWellFormed(key: string): boolean {
	const [, random, sum] = PATTERN.exec(key) ?? [];
	return random !== undefined && checksum(random) === sum;
}

/** Returns what is stored of a key. Its 190 random bits need no slow hash. */
export function hashKey(key: string): string {
	return createHash('sha256').update(key).digest('hex');
}

/** CRC-32 of the random part in base 62, the way GitHub ends its tokens. */
function checksum(random: string): string {
	let rest = crc32(random);
	let text = '';
	while (text.length < CHECKSUM_CHARACTERS) {
		text = BASE62.charAt(rest % 62) + text;
		rest = Math.floor(rest / 62);
	}
	return text;
}
