/** What takes room in no text: zero-width blanks and joiners, soft hyphens, marks of direction and of variants. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]+/gu;

/** Letters of an East Asian keyboard, as wide as an ideograph or half as wide. */
const OTHER_WIDTH = /[\uff01-\uffee]+/g;

const PLAIN = /^[\x20-\x7e]*$/;
const PLAIN_NAME = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** Returns a text as it reads: composed (NFC), in letters of the usual width, without what nobody sees. */
export function asRead(text: string): string {
	if (PLAIN.test(text)) return text;
	return text
		.replace(INVISIBLE, '')
		.replace(OTHER_WIDTH, (letters) => letters.normalize('NFKC'))
		.normalize('NFC');
}

/** Returns a text in small letters, composed as `asRead` leaves it: a small letter may have a form that its capital lacks. */
export function lowerCase(text: string): string {
	return text.toLowerCase().normalize('NFC');
}

/** Returns what a name is found by: names that read the same have the same key, whatever their capitals and blanks. */
export function nameKey(name: string): string {
	if (PLAIN_NAME.test(name)) return name.toLowerCase();
	return lowerCase(asRead(name).replace(/\s+/g, ' ').trim());
}
