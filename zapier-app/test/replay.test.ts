import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../test/support/fluid';
import App from '../src/index';
import { type Zap, zapOf } from './support/zap';

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

		expect(again).toEqual(first);
		expect((await fluid.get('/api-deals?q=Acme')).body.data).toHaveLength(1);
	});

	test('creates one contact', async () => {
		const fields = { name: 'Grace Hopper' };

		const first = await zap(create_contact.operation.perform, fields);
		const again = await zap(create_contact.operation.perform, fields);

		expect(again).toEqual(first);
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

		expect(moved).toMatchObject({ action: 'updated', stage_name: 'Contacted' });
	});
});

test('a step tested twice in the editor creates a deal each time', async () => {
	const inEditor = { meta: { isLoadingSample: true } };

	const first = await createDeal({ name: 'Test' }, inEditor);
	const second = await createDeal({ name: 'Test' }, inEditor);

	expect(second.id).not.toBe(first.id);
});
