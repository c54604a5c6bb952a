import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token that was made here: which one it is, and when its form was first shown. */
export type Token = { id: string; shownAt: number };

/**
 * Makes the token of one rendering of a form: it says when the form was shown, cannot be made elsewhere, and is good
 * for one submission.
 *
 * @param shownAt milliseconds since 1970
 */
export function newToken(key: string, formId: string, shownAt: number): string {
	const id = `${shownAt.toString(36)}.${randomBytes(12).toString('base64url')}`;
	return `${id}.${seal(key, formId, id)}`;
}

/** Returns what a token says, or undefined for one that was not made here for this form. */
export function readToken(key: string, formId: string, text: string): Token | undefined {
	const [time = '', nonce = '', given = '', ...rest] = text.split('.');
	const id = `${time}.${nonce}`;
	const [seen, wanted] = [Buffer.from(given), Buffer.from(seal(key, formId, id))];
	if (rest.length > 0 || seen.length !== wanted.length) return undefined;
	if (!timingSafeEqual(seen, wanted)) return undefined;
	return { id, shownAt: parseInt(time, 36) };
}

function seal(key: string, formId: string, id: string): string {
	return createHmac('sha256', key).update(`${formId} ${id}`).digest('base64url');
}
