import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

beforeAll(async () => {
	await fluid.addPipeline('Service', ['Open', 'Done']);
});

describe('without match_on', () => {
	test('an id means that deal', async () => {
		const { id } = await fluid.deal({ name: 'Acme website' });
		expect(await fluid.deal({ id, value: 5 })).toMatchObject({
			id,
			name: 'Acme website',
			value: 5,
		});
	});

	test('an external id means the deal that has it, else a new one', async () => {
		const first = await fluid.deal({ name: 'Acme website', external_id: 'crm-1' });
		const second = await fluid.deal({ name: 'Acme shop', external_id: 'crm-1' });
		expect(second).toMatchObject({ id: first.id, name: 'Acme shop' });
		expect((await fluid.deal({ name: 'Acme blog', external_id: 'crm-2' })).id).not.toBe(first.id);
	});

	test('an id comes before an external id, which it may change', async () => {
		const { id } = await fluid.deal({ name: 'Acme website', external_id: 'old' });
		expect(await fluid.deal({ id, external_id: 'new' })).toMatchObject({ id, external_id: 'new' });
		expect(await fluid.deal({ id, external_id: null })).toMatchObject({ external_id: null });
	});

	test('neither of them means a new deal each time, also for the same contact', async () => {
		const deal = { name: 'Acme website', contact: { email: 'ada@example.com' } };
		expect((await fluid.deal(deal)).id).not.toBe((await fluid.deal(deal)).id);
	});
});

describe('match_on email', () => {
	const reply = (email: string, more = {}) => ({
		name: 'Reply',
		match_on: 'email',
		contact: { email },
		...more,
	});

	test('means the one open deal of that contact in that pipeline', async () => {
		const { id } = await fluid.deal({
			name: 'Acme website',
			contact: { email: 'grace@example.com' },
		});
		await fluid.deal({
			name: 'Repair',
			pipeline: 'Service',
			contact: { email: 'grace@example.com' },
		});
		await fluid.deal({ name: 'Long ago', status: 'lost', contact: { email: 'grace@example.com' } });
		const matched = await fluid.deal(reply('Grace@Example.COM', { stage: 'Meeting booked' }));
		expect(matched).toMatchObject({ id, name: 'Reply', stage_name: 'Meeting booked' });
	});

	test('creates a deal when that contact has none open', async () => {
		const { status, body } = await fluid.ingest(reply('new@example.com'));
		expect([status, body.action]).toEqual([201, 'created']);
		await fluid.deal({ id: body.deal.id, status: 'won' });
		expect((await fluid.ingest(reply('new@example.com'))).status).toBe(201);
	});

	test('looks in the pipeline of the stage when only the id of a stage is given', async () => {
		const { id, stage_id } = await fluid.deal({
			name: 'Repair',
			pipeline: 'Service',
			contact: { email: 'linus@example.com' },
		});
		const again = await fluid.ingest(reply('linus@example.com', { stage_id }));
		expect([again.body.action, again.body.deal.id]).toEqual(['updated', id]);
	});

	test('never guesses between two open deals: it names them', async () => {
		const one = await fluid.deal({
			name: 'Acme website',
			external_id: 'a-1',
			contact: { email: 'alan@example.com' },
		});
		const two = await fluid.deal({
			name: 'Acme shop',
			stage: 'Contacted',
			contact: { email: 'alan@example.com' },
		});
		const { status, body } = await fluid.ingest(reply('alan@example.com'));
		expect([status, body.code]).toEqual([409, 'ambiguous_match']);
		expect(body.candidates).toEqual([
			{
				id: one.id,
				name: 'Acme website',
				external_id: 'a-1',
				stage_name: 'New lead',
				url: one.url,
			},
			{ id: two.id, name: 'Acme shop', external_id: null, stage_name: 'Contacted', url: two.url },
		]);
		expect(body.detail).toContain(`Send the id of the one you mean: ${one.id} (Acme website)`);
	});

	test('names ten of many open deals, and says how many there are', async () => {
		const contact = { email: 'many@example.com' };
		await fluid.post('/api-ingest', {
			deals: Array.from({ length: 12 }, (_, index) => ({ name: `Deal ${index}`, contact })),
		});
		const { body } = await fluid.ingest(reply(contact.email));
		expect(body.detail).toContain('many@example.com has 12 open deals in pipeline "Sales".');
		expect(body.candidates.map(({ name }: { name: string }) => name)).toEqual(
			Array.from({ length: 10 }, (_, index) => `Deal ${index}`),
		);
	});

	test('needs an email address', async () => {
		for (const contact of [undefined, null, { name: 'Ada' }, { email: null }]) {
			const { status, body } = await fluid.ingest({ name: 'Reply', match_on: 'email', contact });
			expect([status, body.errors[0].pointer]).toEqual([422, '/contact/email']);
			expect(body.detail).toBe('To match on email, "contact.email" must be given.');
		}
	});
});

describe('another match_on', () => {
	test('none makes a new deal whatever is given', async () => {
		const deal = { name: 'Acme website', match_on: 'none' };
		expect((await fluid.ingest(deal)).status).toBe(201);
		expect((await fluid.ingest(deal)).status).toBe(201);
	});

	test.each(['id', 'external_id'])('%s needs it to be given', async (match_on) => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', match_on });
		expect([status, body.errors[0].pointer]).toEqual([422, `/${match_on}`]);
	});

	test('that does not exist is refused with those that do', async () => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', match_on: 'mail' });
		expect([status, body.errors[0].pointer]).toEqual([422, '/match_on']);
		expect(body.detail).toContain('"email"');
	});
});

describe('mode', () => {
	test('create refuses a deal that exists', async () => {
		const { id } = await fluid.deal({ name: 'Acme website', external_id: 'mode-1' });
		const { status, body } = await fluid.ingest({
			name: 'Again',
			external_id: 'mode-1',
			mode: 'create',
		});
		expect([status, body.code]).toEqual([409, 'deal_exists']);
		expect(body.detail).toBe(
			`"Acme website" (${id}) exists already. Use mode upsert to update it.`,
		);
		expect(
			(await fluid.ingest({ name: 'New', external_id: 'mode-2', mode: 'create' })).status,
		).toBe(201);
	});

	test.each([
		['external id', { external_id: 'nobody' }, 'No deal has the external id "nobody".'],
		[
			'email address',
			{ match_on: 'email', contact: { email: 'nobody@example.com' } },
			'nobody@example.com has no open deal in pipeline "Sales". Name the pipeline if you mean one in another.',
		],
	])('update refuses a deal that does not exist by its %s', async (_what, deal, sentence) => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', mode: 'update', ...deal });
		expect([status, body.code]).toEqual([404, 'deal_not_found']);
		expect(body.detail).toBe(`${sentence} Use mode upsert to create it.`);
	});

	test('update without saying which deal is refused', async () => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', mode: 'update' });
		expect([status, body.errors[0].pointer]).toEqual([422, '/mode']);
		expect(body.detail).toContain('give "id" or "external_id"');
	});

	test('update changes a deal that exists', async () => {
		await fluid.deal({ name: 'Acme website', external_id: 'mode-3' });
		expect(await fluid.deal({ external_id: 'mode-3', value: 7, mode: 'update' })).toMatchObject({
			value: 7,
		});
	});
});

test('an id that no deal has is a 404, in every mode', async () => {
	for (const mode of ['upsert', 'create', 'update']) {
		const { status, body } = await fluid.ingest({ id: 'deal_1', name: 'Acme website', mode });
		expect([status, body.code]).toEqual([404, 'deal_not_found']);
	}
});

test('an external id stays with one deal: no other takes it', async () => {
	const owner = await fluid.deal({ name: 'Acme website', external_id: 'taken' });
	const other = await fluid.deal({ name: 'Acme shop' });
	for (const deal of [{ id: other.id }, { name: 'New', match_on: 'none' }]) {
		const { status, body } = await fluid.ingest({ ...deal, external_id: 'taken' });
		expect([status, body.code]).toEqual([409, 'deal_exists']);
		expect(body.detail).toContain(
			`"Acme website" (${owner.id}) has the external id "taken" already`,
		);
	}
});

test('an id beside match_on none is a contradiction, and no second deal is made', async () => {
	const { id } = await fluid.deal({ name: 'Only once' });
	const { status, body } = await fluid.ingest({ id, match_on: 'none', name: 'Only once' });
	expect([status, body.errors[0].pointer]).toEqual([422, '/match_on']);
	expect((await fluid.get('/api-deals?q=only')).body.data).toHaveLength(1);
});

test.each([
	['another deal', { match_on: 'email', contact: { email: 'bob@example.com' } }, '"Bob\'s deal"'],
	['no deal', { match_on: 'email', contact: { email: 'nobody@example.com' } }, 'no deal'],
	['no deal', { match_on: 'external_id', external_id: 'nobody' }, 'no deal'],
])(
	'an id beside a rule that finds %s is a contradiction, and nothing is changed',
	async (_what, rule, found) => {
		const { id } = await fluid.deal({ name: 'Meant', contact: { email: 'ada@example.com' } });
		const bob = { name: "Bob's deal", external_id: 'bob', contact: { email: 'bob@example.com' } };
		const other = await fluid.deal(bob);
		const { status, body } = await fluid.ingest({ id, name: 'Meant', status: 'lost', ...rule });
		expect([status, body.errors[0].pointer]).toEqual([422, '/match_on']);
		expect(body.detail).toContain(`which finds ${found}`);
		for (const deal of [id, other.id])
			expect((await fluid.get(`/api-deals/${deal}`)).body.status).toBe('open');
	},
);
