import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { lazy } from '../timing/lazy';
import { derivedKey, type Purpose } from './key';

declare const sealed: unique symbol;

/** A secret as it is stored. Only `open` makes use of it, so that one which is still sealed is never sent or shown. */
export type Sealed = string & { readonly [sealed]: true };

/** Seals and opens what is stored and must stay secret. */
export type Secrets = {
	/**
	 * Returns a secret in the form in which it is stored.
	 *
	 * @param owner whose it is, e.g. the webhook's id: what was sealed for one cannot be opened as another's
	 */
	seal(purpose: Purpose, owner: string, secret: string): Sealed;
	/** @throws CannotOpen when it was sealed for another purpose or owner, with another key, or was changed since */
	open(purpose: Purpose, owner: string, sealed: Sealed): string;
};

/** A secret that is not what was stored by the service; its sentence says what to do. */
export class CannotOpen extends Error {}

const CIPHER = 'aes-256-gcm';
/** Says how the rest is made, for when that changes. */
const VERSION = 'v1:';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** As many opened secrets are remembered; a busy service uses few webhooks at a time. */
const MOST_REMEMBERED = 1_000;

/** Returns what seals and opens with the key of a database. */
export function newSecrets(key: KeyObject): Secrets {
	const keys: Record<Purpose, () => KeyObject> = {
		'webhook signing secret': lazy(() => derivedKey(key, 'webhook signing secret')),
		'webhook Authorization header': lazy(() => derivedKey(key, 'webhook Authorization header')),
		'form token key': lazy(() => derivedKey(key, 'form token key')),
	};
	const opened = new Map<string, string>();

	function open(purpose: Purpose, owner: string, text: Sealed): string {
		if (!text.startsWith(VERSION)) throw cannotOpen(purpose, owner);
		const bytes = Buffer.from(text.slice(VERSION.length), 'base64url');
		const nonce = bytes.subarray(0, NONCE_BYTES);
		const decipher = createDecipheriv(CIPHER, keys[purpose](), nonce, {
			authTagLength: TAG_BYTES,
		});
		try {
			decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-TAG_BYTES));
			const secret = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
			return Buffer.concat([secret, decipher.final()]).toString();
		} catch {
			throw cannotOpen(purpose, owner);
		}
	}

	return {
		seal: (purpose, owner, secret) => {
			const nonce = randomBytes(NONCE_BYTES);
			const cipher = createCipheriv(CIPHER, keys[purpose](), nonce, { authTagLength: TAG_BYTES });
			cipher.setAAD(Buffer.from(owner));
			const bytes = [nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()];
			return `${VERSION}${Buffer.concat(bytes).toString('base64url')}` as Sealed;
		},
		open: (purpose, owner, text) => {
			const name = `${purpose} ${owner} ${text}`;
			const known = opened.get(name);
			if (known !== undefined) return known;
			const secret = open(purpose, owner, text);
			if (opened.size >= MOST_REMEMBERED) opened.delete(opened.keys().next().value as string);
			opened.set(name, secret);
			return secret;
		},
	};
}

function cannotOpen(purpose: Purpose, owner: string): CannotOpen {
	return new CannotOpen(
		`The ${purpose} of ${owner} cannot be decrypted: it was changed in the database. Give it a new one.`,
	);
}
