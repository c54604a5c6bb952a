import { describe, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

const reply = (email: string) => ({ name: 'Reply', match_on: 'email', contact: { email } });
const found = async (path: string, name: string, text: string) =>
	(await fluid.get(`${path}?${name}=${encodeURIComponent(text)}`)).body.data;

const SPELLINGS: Array<[string, string, string]> = [
	['a blank of no width', 'a@zw.example', 'a@zw.example\u200b'],
	['a word joiner', 'a@wj.example', 'a@wj.example\u2060'],
	['a soft hyphen', 'a@shy.example', 'a@s\u00adhy.example'],
	['a letter of full width in the domain', 'a@fw.example', 'a@\uff46w.example'],
	['letters of full width in the name', 'ab@name.example', '\uff41\uff42@name.example'],
	['an ideographic full stop', 'a@dot.example', 'a@dot\u3002example'],
	['a half-width ideographic full stop', 'a@half.example', 'a@half\uff61example'],
	['a domain in parts', 'x@büro.example', 'x@bu\u0308ro.example'],
	['a domain in ASCII', 'y@büro.example', 'y@XN--BRO-HOA.example'],
	['a name in parts', 'jürgen@nf.example', 'ju\u0308rgen@nf.example'],
	['capitals that are not ASCII', 'jürgen@caps.example', 'JÜRGEN@caps.example'],
	['a byte order mark', 'a@bom.example', '\ufeffa@bom.example'],
	['a mark of direction', 'a@bidi.example', 'a@bidi.example\u200e'],
	['a variation selector', 'a@vs.example', 'a\ufe0f@vs.example'],
	['a joiner in a domain', 'a@نامه‌ای.example', 'a@xn--mgba3gch31f060k.example'],
];

describe.each(SPELLINGS)('an address with %s', (_what, plain, other) => {
	test('is that of the same person and the same open deal, whichever comes first', async () => {
		for (const [first, second] of [
			[plain, other],
			[`2${other}`, `2${plain}`],
		] as const) {
			const made = (await fluid.ingest(reply(first))).body;
			const again = (await fluid.ingest(reply(second))).body;

			expect([made.action, again.action]).toEqual(['created', 'unchanged']);
			expect(again.deal.contact).toMatchObject({ id: made.deal.contact.id, email: first });
			for (const spelling of [first, second]) {
				const contacts = await found('/api-contacts', 'email', spelling);
				expect(contacts).toMatchObject([{ id: made.deal.contact.id }]);
				expect(await found('/api-deals', 'email', spelling)).toMatchObject([{ id: made.deal.id }]);
				expect(await found('/api-contacts', 'q', spelling)).toContainEqual(contacts[0]);
			}
			const taken = await fluid.post('/api-contacts', { email: second });
			expect([taken.status, taken.body.code]).toEqual([409, 'contact_exists']);
		}
	});
});

test('sent in many spellings at the same moment, an address makes one contact and one deal', async () => {
	const spellings = ['m@büro.example', 'M@bu\u0308ro.example', 'm@xn--bro-hoa.example'];
	const answers = await Promise.all(
		Array.from({ length: 30 }, (_, index) => fluid.ingest(reply(spellings[index % 3] as string))),
	);
	expect(answers.map(({ body }) => body.action).sort()).toEqual([
		'created',
		...Array(29).fill('unchanged'),
	]);
	expect(await found('/api-contacts', 'email', 'm@büro.example')).toHaveLength(1);
	expect(await found('/api-deals', 'email', 'm@büro.example')).toHaveLength(1);
});

test('contacts made at the same moment with one address in many spellings are one; the others are refused', async () => {
	const answers = await Promise.all(
		['n@büro.example', 'n@bu\u0308ro.example', 'N@xn--bro-hoa.example'].map((email) =>
			fluid.post('/api-contacts', { email }),
		),
	);
	expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
});

test.each([
	'd..ot@docomo.example',
	'dot.@docomo.example',
	'.dot@mail.example',
	'jörg@müller.example',
	'δοκιμή@παράδειγμα.example',
	'用户@例子。example',
	"o'neil+crm@example.com",
])('%s is an address', async (email) => {
	expect((await fluid.deal(reply(email))).contact?.email).toBe(email);
});

test.each([
	'...@example.com',
	'@example.com',
	'\u200b@example.com',
	'ada@example',
	'ada@exam ple.com',
	'ada@büro.example/about',
	'ada@büro.example:80',
	'ada@-example.com',
	`ada@${'b'.repeat(64)}.example`,
	'ada@@example.com',
	'ada example@example.com',
])('%j is none', async (email) => {
	const { status, body } = await fluid.ingest(reply(email));
	expect([status, body.errors[0].pointer]).toEqual([422, '/contact/email']);
	expect(body.detail).toContain('ada@example.com');
});

describe('names', () => {
	test.each([
		['composed', 'Amélie'],
		['in parts', 'Ame\u0301lie'],
		['in capitals', 'AME\u0301LIE'],
		['with what nobody sees', 'Am\u200bélie'],
		['in full width', 'Ａmélie'],
	])('are searched for %s', async (_how, name) => {
		const unlike = { name: 'Order', external_id: 'amelie', company: 'Café  Ame\u0301lie' };
		const deal = await fluid.deal({ ...unlike, contact: { name: 'Amélie Poulain' } });
		for (const text of [`${name} poul`, `CAFÉ ${name}`])
			expect(await found('/api-deals', 'q', text)).toMatchObject([{ id: deal.id }]);
		expect(await found('/api-contacts', 'q', name)).toMatchObject([{ id: deal.contact?.id }]);
	});

	test('that are nothing but blanks are searched for by nobody', async () => {
		for (const q of [' ', '\u200b']) {
			const { status, body } = await fluid.get(`/api-deals?q=${encodeURIComponent(q)}`);
			expect([status, body.errors[0].pointer]).toEqual([422, '/q']);
		}
	});
});

describe('a company', () => {
	const companyOf = async (company: unknown) =>
		((await fluid.deal({ name: 'Order', company })) as Deal).company;

	test.each([
		[
			'Café Ame\u0301lie',
			['CAFÉ AMÉLIE', 'Café\u00a0Amélie', ' Café  Amélie', 'Cafe\u0301 Amélie'],
		],
		['ACME 株式会社', ['ＡＣＭＥ　株式会社', 'Acme\u200b 株式会社']],
	])('named %s is found by that name however it is written', async (name, others) => {
		const first = await companyOf(name);
		for (const other of others) expect(await companyOf(other)).toEqual(first);
	});

	test.each([
		[
			'müller.example',
			['mu\u0308ller.example', 'https://WWW.xn--mller-kva.example/', 'Müller。example'],
		],
		['acme.example', ['ac\u00adme.example', 'www．acme．example', 'ACME.example\u200b']],
	])('at %s is found by that domain however it is written', async (domain, others) => {
		const first = await companyOf({ name: 'Somebody', domain });
		expect(first?.domain).toBe(domain);
		for (const other of others)
			expect(await companyOf({ name: 'Somebody', domain: other })).toEqual(first);
	});
});
