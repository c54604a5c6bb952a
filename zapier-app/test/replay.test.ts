import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../test/support/fluid';
import { Receiver } from '../../test/support/receiver';
import App from '../src/index';
import { failure, type Zap, zapOf } from './support/zap';

let fluid: FluidFixture;
let zap: Zap;
beforeAll(async () => {
	fluid = await startFluid();
	zap = zapOf(fluid);
});
afterAll(() => fluid.stop());

const { create_deal, create_or_update_deal, create_contact, update_deal, move_deal_to_stage } =
	App.creates;
const createDeal = (inputData: object, more = {}) =>
	zap(create_deal.operation.perform, inputData as Record<string, unknown>, more);

describe('a step that Zapier sends again', () => {
	test('creates one deal, and answers the one it created', async () => {
		const fields = { name: 'Acme website', contact_email: 'ada@example.com' };

		const first = await createDeal(fields);
		const again = await createDeal(fields);

		expect(again).toEqual({ ...first, repeated: true });
		expect((await fluid.get('/api-deals?q=Acme')).body.data).toHaveLength(1);
	});

	test('creates one contact', async () => {
		const fields = { name: 'Grace Hopper' };

		const first = await zap(create_contact.operation.perform, fields);
		const again = await zap(create_contact.operation.perform, fields);

		expect(again).toEqual({ ...first, repeated: true });
	});

	test('creates one closed deal, although a closed deal matches no e-mail', async () => {
		const fields = {
			match_on: 'email',
			name: 'Invoice 7',
			contact_email: 'payer@example.com',
			status: 'won',
		};

		const first = await zap(create_or_update_deal.operation.perform, fields);
		const again = await zap(create_or_update_deal.operation.perform, fields);

		expect(again.id).toBe(first.id);
	});

	test('adds its note once when the Run ID is mapped', async () => {
		const { id } = await fluid.deal({ name: 'Replies' });
		const fields = { deal_id: id, note: 'Sounds interesting', run_id: 'reply-7' };

		await zap(update_deal.operation.perform, fields);
		const again = await zap(update_deal.operation.perform, fields);

		expect(again.notes).toHaveLength(1);
		expect(again.repeated).toBe(true);
	});

	test.each([
		['the deal', (id: string) => ({ action: 'update_deal', fields: { deal_id: id } }) as const],
		[
			'an external ID',
			() =>
				({
					action: 'create_or_update_deal',
					fields: { match_on: 'external_id', external_id: 'replies-1', name: 'Replies' },
				}) as const,
		],
		[
			'the e-mail address',
			() =>
				({
					action: 'create_or_update_deal',
					fields: { match_on: 'email', contact_email: 'reply@example.com', name: 'Replies' },
				}) as const,
		],
	])('adds its note once without a Run ID too, found by %s', async (_by, step) => {
		const { id } = await fluid.deal({ name: 'Replies' });
		const { action, fields } = step(id);
		const run = (note: string) => zap(App.creates[action].operation.perform, { ...fields, note });

		await run('Sounds interesting');
		await run('Call me on Monday');
		const again = await run('Sounds interesting');

		expect(again.notes.map(({ text }: { text: string }) => text)).toEqual([
			'Call me on Monday',
			'Sounds interesting',
		]);
	});

	test('does again what it set, though its note is known', async () => {
		const { id } = await fluid.deal({ name: 'Moved back' });
		const fields = { deal_id: id, stage_id: 'Contacted', note: 'Replied' };
		await zap(update_deal.operation.perform, fields);
		await fluid.deal({ id, stage: 'Negotiation' });

		const again = await zap(update_deal.operation.perform, fields);

		expect(again).toMatchObject({ stage_name: 'Contacted', notes: [{ text: 'Replied' }] });
	});

	test('creates anew what has been deleted since, and that once', async () => {
		const fields = { name: 'Deleted by mistake' };
		const first = await createDeal(fields);
		await fluid.delete(`/api-deals/${first.id}`);

		const anew = await createDeal(fields);
		const again = await createDeal(fields);

		expect(anew).toMatchObject({ action: 'created', repeated: false });
		expect(again).toMatchObject({ id: anew.id, repeated: true });
	});

	test('creates a deleted contact anew', async () => {
		const fields = { name: 'Mary Shelley' };
		const first = await zap(create_contact.operation.perform, fields);
		await fluid.delete(`/api-contacts/${first.id}`);

		const anew = await zap(create_contact.operation.perform, fields);

		expect(anew.repeated).toBe(false);
		expect((await fluid.get(`/api-contacts/${anew.id}`)).status).toBe(200);
	});

	test('does not bring back within the same Run ID what has been deleted since', async () => {
		const fields = { name: 'Withdrawn', run_id: 'lead-9' };
		const first = await createDeal(fields);
		await fluid.delete(`/api-deals/${first.id}`);

		const again = await createDeal(fields);

		expect(again).toMatchObject({ id: first.id, repeated: true });
		expect((await fluid.get('/api-deals?q=Withdrawn')).body.data).toEqual([]);
	});
});

describe('two runs of a Zap', () => {
	test('create two deals when a value differs', async () => {
		const first = await createDeal({ name: 'Lead', contact_email: 'one@example.com' });
		const second = await createDeal({ name: 'Lead', contact_email: 'two@example.com' });

		expect(second.id).not.toBe(first.id);
	});

	test('create two deals with the very same values when their Run IDs differ', async () => {
		const first = await createDeal({ name: 'Weekly call', run_id: 'monday' });
		const second = await createDeal({ name: 'Weekly call', run_id: 'tuesday' });

		expect(second.id).not.toBe(first.id);
	});

	test('of different Zaps create two deals', async () => {
		const zapMeta = (id: string) => ({ meta: { zap: { id, user: { timezone: 'UTC' } } } });

		const first = await createDeal({ name: 'Signup' }, zapMeta('1'));
		const second = await createDeal({ name: 'Signup' }, zapMeta('2'));

		expect(second.id).not.toBe(first.id);
	});

	test('move a deal to the same stage each time, whatever happened in between', async () => {
		const { id } = await fluid.deal({ name: 'Ping' });
		const fields = { deal_id: id, pipeline_id: 'Sales', stage_id: 'Contacted' };

		await zap(move_deal_to_stage.operation.perform, fields);
		await fluid.deal({ id, stage: 'Negotiation' });
		const moved = await zap(move_deal_to_stage.operation.perform, fields);

		expect(moved).toMatchObject({
			action: 'updated',
			stage_name: 'Contacted',
			repeated: false,
		});
	});
});

test('a step tested twice in the editor creates a deal each time', async () => {
	const inEditor = { meta: { isLoadingSample: true } };

	const first = await createDeal({ name: 'Test' }, inEditor);
	const second = await createDeal({ name: 'Test' }, inEditor);

	expect(second.id).not.toBe(first.id);
});

test.each([
	['create_deal', 'exactly the same values within 24 hours count as sent again'],
	['create_contact', 'unless what they created has been deleted since'],
	['create_or_update_deal', 'adds no note that the deal got within 24 hours already'],
	['mark_deal_won', 'adds no note that the deal got within 24 hours already'],
	['set_reminder', 'carried out each time.'],
] as const)('%s says at Run ID what happens without one', (action, words) => {
	const fields = App.creates[action].operation.inputFields as Array<{
		key?: string;
		helpText?: string;
	}>;
	expect(fields.find(({ key }) => key === 'run_id')?.helpText).toContain(words);
});

test('every action that creates or updates a deal says who it is, so that nothing between doubles it', async () => {
	const receiver = await Receiver.start();
	receiver.answer(200, '{}', { 'content-type': 'application/json' });
	const zapThere = zapOf({ url: receiver.url, key: fluid.key });
	const fields = { deal_id: 'deal_1', name: 'Acme website', reminder_in_days: 1 };

	for (const action of ['create_deal', 'update_deal', 'set_reminder'] as const)
		await failure(zapThere(App.creates[action].operation.perform, fields));
	await receiver.stop();

	const keys = receiver.received.map(({ headers }) => headers['idempotency-key']);
	expect(new Set(keys).size).toBe(3);
	for (const key of keys) expect(key).toMatch(/^zapier-[0-9a-f]{64}$/);
});
