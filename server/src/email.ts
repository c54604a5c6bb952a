import { domainToASCII } from 'node:url';
import { fullFormats } from 'ajv-formats/dist/formats';

const plain = fullFormats.email as RegExp;
const ASCII = /^[\x00-\x7f]*$/;

/**
 * Returns whether a text is an e-mail address: one of plain letters, or one with others in its name (RFC 6531) or its
 * domain (RFC 5890), such as jörg@müller.example.
 */
export function isEmail(text: string): boolean {
	if (ASCII.test(text)) return plain.test(text);
	const at = text.lastIndexOf('@');
	const name = text.slice(0, at).replace(/[\p{L}\p{M}\p{N}]/gu, 'x');
	return plain.test(`${name}@${domainToASCII(text.slice(at + 1))}`);
}
