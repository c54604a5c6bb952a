import { nameKey } from '../../../contract/identity';
import { domainKey, IDEOGRAPHIC_DOT } from './domain';

const PUNYCODE = /xn--[a-z\d-]+/g;

const BLANK = /\s/;
const LETTER = /[\p{L}\p{N}]/u;
const PART_OF_WORD = /[\p{L}\p{N}\p{M}]/u;
/** Scripts that are written without blanks. */
const WITHOUT_BLANKS = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]/u;

/** Two blanks, which stand in no key, so that what follows them can only be the beginning of a word. */
const MARK = '  ';

/** As many letters as an index of trigrams needs. */
const SHORTEST = 3;
/** No text that is searched is longer: what is entered beyond is found nowhere, nor looked for. */
const LONGEST = 300;

const PRIVATE_USE = 0xe000;
const PRIVATE_LETTERS = 0x1000;

/**
 * Returns what a record is searched by: three letters that stand for its workspace, the keys of its texts, each on a line
 * of its own, and the first two letters of each word.
 */
export function searchText(workspaceId: string, texts: ReadonlyArray<string | null>): string {
	return textOf(workspaceLetters(workspaceId), searchKeys(texts));
}

/** Returns what `searchText` of an earlier version has returned as it would be now, in plain letters. */
export function searchTextAnew(text: string): string {
	const letters = text.slice(0, text.indexOf('\n'));
	const lines = text.slice(letters.length + 1, text.lastIndexOf('\n'));
	return textOf(letters, lines.split('\n').map(inPlainLetters).join('\n'));
}

function textOf(letters: string, lines: string): string {
	return `${letters}\n${lines}\n${beginnings(lines)}`;
}

/** Returns the keys of texts, each on a line of its own. */
function searchKeys(texts: ReadonlyArray<string | null>): string {
	return texts
		.filter((text) => text !== null)
		.map((text) => inPlainLetters(nameKey(text)))
		.join('\n');
}

/**
 * Returns what stands in the text of a record that is found, one of it: what was entered, as names and as addresses are
 * compared, in plain letters; and as it is, for texts that an earlier version of the service wrote. One or two letters are
 * looked for where words begin.
 */
export function searched(text: string): string[] {
	const key = nameKey(text).slice(0, LONGEST);
	const address = key.replace(IDEOGRAPHIC_DOT, '.').replace(PUNYCODE, domainKey);
	const spellings = [inPlainLetters(key), inPlainLetters(address), key, address];
	return [...new Set(spellings)].map((each) => (isShort(each) ? MARK + each : each));
}

/** Has no other letters than those of ASCII, nor a sign that is typed for an apostrophe. */
const PLAIN = /^[\x20-\x5f\x61-\x7e]*$/;

/**
 * Accents and the like (https://www.unicode.org/charts/PDF/U0300.pdf), and what Hebrew and Arabic are mostly written
 * without: points, vowel signs, and the line that makes a word longer. Vowel signs of other scripts are letters.
 */
const ACCENTS =
	/[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0655\u0670]/g;
/**
 * Letters and signs that people type as others, and that Unicode does not take apart. A change of it, or of what is left
 * out, is one of `PLAIN_LETTERS` and of a migration that has records with others than ASCII indexed anew.
 */
const TYPED_AS: Record<string, string> = {
	...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't' },
	// The form that small sigma has at the end of a word, or of what was entered of it.
	ς: 'σ',
	// What word processors and telephones make of what is typed.
	...{ '’': "'", '‘': "'", '‚': "'", '‛': "'", '′': "'", '`': "'", '´': "'", '‹': "'", '›': "'" },
	...{ ʼ: "'", ʻ: "'", ʹ: "'", '׳': "'" },
	...{ '“': '"', '”': '"', '„': '"', '‟': '"', '″': '"', '«': '"', '»': '"', '״': '"' },
	...{ '「': '"', '」': '"', '『': '"', '』': '"' },
	...{ '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-', '־': '-' },
	// Arabic of several countries, and what is often written for one another in it.
	...{ ک: 'ك', ی: 'ي', ى: 'ي', ة: 'ه' },
};
/** Of which version of these rules the texts of an index are, where they are brought to it behind the start. */
export const PLAIN_LETTERS = 2;
const TYPED_OTHERWISE = new RegExp(`[${Object.keys(TYPED_AS).join('')}]`, 'g');

/** Returns a key in what anybody can type: jose for josé, istanbul for İstanbul, finance for ﬁnance, o'brien for o’brien. */
function inPlainLetters(key: string): string {
	if (PLAIN.test(key)) return key;
	// Also before: Unicode takes ´ apart into a blank and an accent.
	const apart = asTyped(key).normalize('NFKD').replace(ACCENTS, '').toLowerCase();
	return asTyped(apart).normalize('NFC');
}

function asTyped(key: string): string {
	return key.replace(TYPED_OTHERWISE, (letter) => TYPED_AS[letter] as string);
}

/** Returns whether one of some texts mentions what is searched. */
export function isMentioned(part: string, texts: ReadonlyArray<string | null>): boolean {
	const keys = searchKeys(texts);
	if (!part.startsWith(MARK)) return keys.includes(part);
	const beginning = part.slice(MARK.length);
	for (let at = keys.indexOf(beginning); at !== -1; at = keys.indexOf(beginning, at + 1))
		if (isBeginning(keys, at)) return true;
	return false;
}

/**
 * Returns a regular expression of PostgreSQL (https://www.postgresql.org/docs/current/functions-matching.html) for keys with a
 * word that begins with one or two letters; undefined where more are searched, which stand in a text as they are.
 */
export function wordsBeginningWith(part: string): string | undefined {
	if (!part.startsWith(MARK)) return undefined;
	const letters = part.slice(MARK.length);
	const escaped = letters.replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&');
	if (WITHOUT_BLANKS.test([...letters][0] ?? '')) return escaped;
	return `(^|${LETTER.test([...letters][0] ?? '') ? '[^[:alnum:]]' : '\\s'})${escaped}`;
}

function isShort(key: string): boolean {
	return [...key.slice(0, 2 * SHORTEST)].length < SHORTEST;
}

/** Returns letters that nobody enters, for records of other workspaces not to be looked at. */
export function workspaceLetters(workspaceId: string): string {
	if (workspaceId !== latest.workspaceId) latest = { workspaceId, letters: lettersOf(workspaceId) };
	return latest.letters;
}

/** Records are indexed one after another, mostly of one workspace. */
let latest = { workspaceId: '', letters: '' };

function lettersOf(workspaceId: string): string {
	let hash = 0;
	for (const letter of workspaceId) hash = (hash * 31 + letter.charCodeAt(0)) % 2 ** 36;
	const letters = [0, 12, 24].map((bits) => Math.floor(hash / 2 ** bits) % PRIVATE_LETTERS);
	return String.fromCharCode(...letters.map((letter) => PRIVATE_USE + letter));
}

function beginnings(keys: string): string {
	const found = new Set<string>();
	for (let at = 0; at < keys.length; at += 1) {
		if (!isBeginning(keys, at)) continue;
		const first = String.fromCodePoint(keys.codePointAt(at) as number);
		const next = keys.codePointAt(at + first.length);
		const second = next === undefined ? '' : String.fromCodePoint(next);
		found.add(MARK + first + second.trim());
	}
	return [...found].join('');
}

/** A word begins behind a blank, or with a letter or figure behind none; where no blanks are written, everywhere. */
function isBeginning(keys: string, at: number): boolean {
	const code = keys.charCodeAt(at);
	const before = at === 0 ? BLANK_CODE : keys.charCodeAt(at - 1);
	if (code < ASCII && before < ASCII)
		return code > BLANK_CODE && (before <= BLANK_CODE || (isPlain(code) && !isPlain(before)));
	const letter = String.fromCodePoint(keys.codePointAt(at) as number);
	const last = at === 0 ? ' ' : keys.charAt(at - 1);
	if (BLANK.test(letter) || isSecondHalf(code)) return false;
	if (BLANK.test(last) || WITHOUT_BLANKS.test(letter)) return true;
	return LETTER.test(letter) && !PART_OF_WORD.test(last) && !isSecondHalf(before);
}

const BLANK_CODE = 0x20;
const ASCII = 0x80;

/** A figure, or a small letter from a to z: keys have no others. */
function isPlain(code: number): boolean {
	return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a);
}

/** Letters beyond the first 65,536 are two characters to the language. */
function isSecondHalf(code: number): boolean {
	return code >= 0xdc00 && code <= 0xdfff;
}
