import { expect, test } from 'vitest';
import { withoutSecrets } from '../../src/webhooks/withoutSecrets';

const secret = 'whsec_c2VjcmV0IG9mIGEgd2ViaG9vaw==';
const basic = `Basic ${Buffer.from('ada:notes-on-the-engine').toString('base64')}`;

test.each<[string, string | null, string, string]>([
	['the header that it got', 'Bearer token-of-ada', 'got Bearer token-of-ada', 'got [hidden]'],
	['the token alone', 'Bearer token-of-ada', '{"wrong":"token-of-ada"}', '{"wrong":"[hidden]"}'],
	['a token without a scheme', 'token-of-ada', 'token-of-ada?', '[hidden]?'],
	[
		'a header as JSON writes it',
		'Key "a\\b"',
		'{"authorization":"Key \\"a\\\\b\\""}',
		'{"authorization":"[hidden]"}',
	],
	['a header as HTML writes it', 'Key a<b&c>d', '<p>Key a&lt;b&amp;c&gt;d</p>', '<p>[hidden]</p>'],
	[
		'a token in an address',
		'Bearer a/b+c/d+e',
		'/login?token=a%2Fb%2Bc%2Fd%2Be',
		'/login?token=[hidden]',
	],
	[
		'the password in a Basic header',
		basic,
		'ada may not enter with notes-on-the-engine',
		'ada may not enter with [hidden]',
	],
	['the signing secret', null, `expected ${secret}`, 'expected [hidden]'],
	['the signing secret without its beginning', null, secret.slice(6), '[hidden]'],
	[
		'the beginning of a token where the answer is cut off',
		'Bearer token-of-ada',
		'got token-of',
		'got [hidden]',
	],
	['nothing of all that', 'Bearer token-of-ada', 'Bearer expected', 'Bearer expected'],
	['words, where the header is short', 'a b', 'a bee and a bat', 'a bee and a bat'],
])('an answer that repeats %s is kept without it', (_case, authHeader, answer, kept) => {
	expect(withoutSecrets(answer, { secrets: [secret], authHeader })).toBe(kept);
});
