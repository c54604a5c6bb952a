import { describe, expect, test } from 'vitest';
import { newKeyText, readKey } from '../../src/secrets/key';
import { newSecrets, type Sealed, type Secrets } from '../../src/secrets/secrets';

const ofKey = (text: string): Secrets =>
	newSecrets(readKey(text) as NonNullable<ReturnType<typeof readKey>>);

const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const secret = 'whsec_c2VjcmV0IG9mIGEgd2ViaG9vaw==';
const sealed = ofKey(KEY).seal('webhook signing secret', 'whk_1', secret);

describe('a stored secret', () => {
	test('is opened with the key it was sealed with, however the key is written', () => {
		const bytes = Buffer.from(KEY, 'base64');
		for (const written of [
			KEY,
			`${KEY}\n`,
			bytes.toString('base64url'),
			bytes.toString('hex').toUpperCase(),
		])
			expect(ofKey(written).open('webhook signing secret', 'whk_1', sealed)).toBe(secret);
	});

	test('does not show what it is, not even that it is the same as another', () => {
		const again = ofKey(KEY).seal('webhook signing secret', 'whk_1', secret);
		expect(sealed).toMatch(/^v1:[\w-]+$/);
		expect(again).not.toBe(sealed);
		expect(Buffer.from(sealed.slice(3), 'base64url').includes('whsec_')).toBe(false);
	});

	// Not the last letter, of which only some bits count.
	const changed = sealed.replace(
		/^(v1:.{8})(.)/,
		(_all, before: string, letter: string) => before + (letter === 'A' ? 'B' : 'A'),
	) as Sealed;

	test.each<[string, () => string]>([
		[
			'as that of another webhook',
			() => ofKey(KEY).open('webhook signing secret', 'whk_2', sealed),
		],
		[
			'as something else of its webhook',
			() => ofKey(KEY).open('webhook Authorization header', 'whk_1', sealed),
		],
		['with another key', () => ofKey(newKeyText()).open('webhook signing secret', 'whk_1', sealed)],
		['when it was changed', () => ofKey(KEY).open('webhook signing secret', 'whk_1', changed)],
		[
			'when it was cut off',
			() => ofKey(KEY).open('webhook signing secret', 'whk_1', 'v1:AAAA' as Sealed),
		],
		[
			'when it was put there in clear',
			() => ofKey(KEY).open('webhook signing secret', 'whk_1', secret as Sealed),
		],
	])('is not opened %s', (_case, open) => {
		expect(open).toThrow(
			/ cannot be decrypted: it was changed in the database\. Give it a new one\.$/,
		);
	});

	test('is not opened as that of another webhook after it was opened as its own', () => {
		const secrets = ofKey(KEY);
		secrets.open('webhook signing secret', 'whk_1', sealed);
		expect(() => secrets.open('webhook signing secret', 'whk_2', sealed)).toThrow();
	});
});

describe('a key', () => {
	test('that is made new can be read', () => {
		expect(readKey(newKeyText())?.symmetricKeySize).toBe(32);
	});

	test.each([
		'',
		'secret',
		'correct horse battery staple',
		KEY.slice(0, 40),
		`${KEY}${KEY}`,
		'z'.repeat(64),
	])('is not "%s"', (text) => {
		expect(readKey(text)).toBeUndefined();
	});
});
