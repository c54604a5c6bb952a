import { beforeAll, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

beforeAll(async () => {
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `field_${index}`);
const each = <T>(count: number, value: T) =>
	Object.fromEntries(names(count).map((name) => [name, value]));

test('every fault of a deal is reported at once, each with its place', async () => {
	const { status, body } = await fluid.ingest({
		name: '',
		value: -1,
		stauts: 'won',
		contact: { email: 'ada@', phone: 7 },
		labels: ['cold email', ''],
		reminder: { in_days: 1.5 },
	});
	expect([status, body.code]).toEqual([422, 'invalid_input']);
	expect(body.detail).toBe(`${body.errors[0].detail} 6 more faults are listed in errors.`);
	expect(
		Object.fromEntries(
			body.errors.map((one: { pointer: string; detail: string }) => [one.pointer, one.detail]),
		),
	).toEqual({
		'/name': expect.stringContaining('"name" must not be empty.'),
		'/value': '"value" must be at least 0, not -1.',
		'/stauts': '"stauts" is not a field here. Did you mean "status"?',
		'/contact/email':
			'"email" is "ada@", which is not an email address. Write it like ada@example.com.',
		'/contact/phone': expect.stringContaining('"phone" must be text or null, not 7.'),
		'/labels/1': expect.stringContaining('must not be empty'),
		'/reminder/in_days': expect.stringContaining('"in_days" must be a whole number, not 1.5.'),
	});
});

test.each([
	['email', ' Did you mean "contact.email"?'],
	['first_name', ' Did you mean "contact.first_name"?'],
	['domain', ' Did you mean "company.domain"?'],
	['amount', ' The fields are listed at /docs. Values of your own go into "custom_fields".'],
])('a deal with the unknown field "%s" is refused with where it belongs', async (name, advice) => {
	const { body } = await fluid.ingest({ name: 'Acme website', [name]: 'ada@example.com' });
	expect(body.errors).toEqual([
		{
			pointer: `/${name}`,
			detail: `"${name}" is not a field here.${advice}`,
			code: 'unknown_field',
		},
	]);
});

test.each([
	['values that no field can have', { custom_fields: each(10_000, {}) }],
	['unknown custom fields', { custom_fields: each(30_000, 1) }],
	['unknown fields', each(30_000, 1)],
	['labels that are none', { labels: Array.from({ length: 30_000 }, () => 0) }],
])('thousands of %s are refused at once, and twenty of them named', async (_what, faults) => {
	const startedAt = Date.now();
	const { status, body } = await fluid.ingest({ name: 'Acme website', ...faults });
	expect(status).toBe(422);
	expect(body.errors.length).toBeGreaterThan(0);
	expect(body.errors.length).toBeLessThanOrEqual(20);
	expect(body.detail.length).toBeLessThan(500);
	// It took minutes, and kept everybody waiting, when every fault was compared with every other.
	expect(Date.now() - startedAt).toBeLessThan(10_000);
});

test('null where a field cannot be cleared is reported once, with what to do instead', async () => {
	const { body } = await fluid.ingest({ name: 'Acme website', note: null, status: null });
	expect(body.errors).toHaveLength(2);
	expect(body.detail).toBe(
		'"status" must be text, not null. Give a value, or leave it out. 1 more fault is listed in errors.',
	);
	for (const name of ['note', 'status'])
		expect(body.errors).toContainEqual({
			pointer: `/${name}`,
			detail: `"${name}" must be text, not null. Give a value, or leave it out.`,
			code: 'wrong_type',
			params: { expected: ['string'] },
		});
});

test.each([
	['jörg@müller.example', 201],
	['info@müller.example', 201],
	['用户@例子.example', 201],
	['jörg müller@example.com', 422],
	['jörg@müller', 422],
	['jörg@', 422],
])('an email address in letters of any language is one: %s', async (email, status) => {
	expect((await fluid.ingest({ name: 'Acme website', contact: { email } })).status).toBe(status);
});

test('a very long name or value is cut where a sentence repeats it', async () => {
	const long = '🎉'.repeat(100_000);
	for (const deal of [
		{ [long]: 1 },
		{ custom_fields: { [long]: 1 } },
		{ status: long },
		{ currency: long },
	]) {
		const { body } = await fluid.ingest({ name: 'Acme website', ...deal });
		expect(body.detail.length).toBeLessThan(500);
		expect(body.detail).toContain('🎉');
	}
});

test.each([
	['{"name": "Acme website", "value": 1e999}', '"value" is too large a number.'],
	[
		'{"name": "Acme website", "custom_fields": {"industry": -1e999}}',
		'"industry" is too large a number.',
	],
])('a number beyond all bounds is not taken for nothing: %s', async (text, sentence) => {
	const { status, body } = await fluid.ingest(text, { 'Content-Type': 'application/json' });
	expect([status, body.detail]).toEqual([422, sentence]);
});
