import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_CHARACTERS = 32;
const CHECKSUM_CHARACTERS = 6;

/** Which keys there are: of one workspace, or of an agency. */
export type KeyNature = 'workspace' | 'agency';

const PREFIX: Record<KeyNature, string> = { workspace: 'fluid_', agency: 'fluid_agency_' };

const PATTERN = /^(fluid_(?:agency_)?)([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** Returns a new key: `fluid_`, or `fluid_agency_`, 32 random base-62 characters and their checksum. */
export function newKey(nature: KeyNature): string {
	const random = Array.from({ length: RANDOM_CHARACTERS }, () => BASE62.charAt(randomInt(62))).join(
		'',
	);
	return `${PREFIX[nature]}${random}${checksum(random)}`;
}

/** Returns what kind of key a text is, undefined where its form or its checksum is wrong: a typo needs no look-up. */
export function natureOf(key: string): KeyNature | undefined {
	const [, prefix, random, sum] = PATTERN.exec(key) ?? [];
	if (random === undefined || checksum(random) !== sum) return undefined;
	return prefix === PREFIX.agency ? 'agency' : 'workspace';
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
