import { beforeAll, describe, expect, test, vi } from 'vitest';
import { fluidForFile } from '../../test/support/fluid';
import { Receiver } from '../../test/support/receiver';
import App from '../src/index';
import { failure, type RunZap, zapOf } from './support/zap';

const fluid = fluidForFile();
let zap: RunZap;

beforeAll(async () => {
	zap = zapOf(fluid);
});

const { create_deal, create_or_update_deal, create_contact, update_deal, move_deal_to_stage } =
	App.creates;
const createDeal = (inputData: object, more = {}) =>
	zap(create_deal.operation.perform, inputData as Record<string, unknown>, more);
const texts = ({ notes }: { notes: Array<{ text: string }> }) => notes.map(({ text }) => text);
const inZap = (id: string) => ({ meta: { zap: { id, user: { timezone: 'UTC' } } } });

describe('a run that Zapier sends again, with its Run ID', () => {
	test('creates one deal, and answers the one it created', async () => {
		const fields = { name: 'Acme website', contact_email: 'ada@example.com', run_id: 'lead-1' };

		const first = await createDeal(fields);
		const again = await createDeal(fields);

		expect(again).toEqual({ ...first, repeated: true });
		expect((await fluid.get('/api-deals?q=Acme')).body.data).toHaveLength(1);
	});

	test('creates one contact', async () => {
		const fields = { name: 'Grace Hopper', run_id: 'lead-2' };

		const first = await zap(create_contact.operation.perform, fields);
		const again = await zap(create_contact.operation.perform, fields);

		expect(again).toEqual({ ...first, repeated: true });
	});

	test('creates one closed deal, although a closed deal matches no email address', async () => {
		const fields = {
			match_on: 'email',
			name: 'Invoice 7',
			contact_email: 'payer@example.com',
			status: 'won',
			run_id: 'invoice-7',
		};

		const first = await zap(create_or_update_deal.operation.perform, fields);
		const again = await zap(create_or_update_deal.operation.perform, fields);

		expect(again.id).toBe(first.id);
	});

	test('adds its note once', async () => {
		const { id } = await fluid.deal({ name: 'Replies' });
		const fields = { deal_id: id, note: 'Sounds interesting', run_id: 'reply-7' };

		await zap(update_deal.operation.perform, fields);
		const again = await zap(update_deal.operation.perform, fields);

		expect(again).toMatchObject({ repeated: true, note_left_out: false });
		expect(again.notes).toHaveLength(1);
	});

	test('does not bring back what has been deleted since', async () => {
		const fields = { name: 'Withdrawn', run_id: 'lead-9' };
		const first = await createDeal(fields);
		await fluid.delete(`/api-deals/${first.id}`);

		const again = await createDeal(fields);

		expect(again).toMatchObject({ id: first.id, repeated: true });
		expect((await fluid.get('/api-deals?q=Withdrawn')).body.data).toEqual([]);
	});

	test('of another Zap is another run', async () => {
		const first = await createDeal({ name: 'Signup', run_id: '1' }, inZap('1'));
		const second = await createDeal({ name: 'Signup', run_id: '1' }, inZap('2'));

		expect(second.id).not.toBe(first.id);
	});
});

describe('a note without a Run ID', () => {
	test('adds a long note once, of which a deal shows the beginning, and another long one besides', async () => {
		const { id } = await fluid.deal({ name: 'Replies' });
		const long = 'Sounds interesting. '.repeat(100);
		const run = (note: string) => zap(update_deal.operation.perform, { deal_id: id, note });

		await run(`${long}Monday`);
		await run(`${long}Monday`);
		const last = await run(`${long}Friday`);

		expect(last.notes).toHaveLength(2);
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
			'the email address',
			() =>
				({
					action: 'create_or_update_deal',
					fields: { match_on: 'email', contact_email: 'reply@example.com', name: 'Replies' },
				}) as const,
		],
	])(
		'that the deal has is not added again, found by %s, and the step says so',
		async (_by, step) => {
			const { id } = await fluid.deal({ name: 'Replies' });
			const { action, fields } = step(id);
			const run = (note: string) => zap(App.creates[action].operation.perform, { ...fields, note });

			const first = await run('Sounds interesting');
			await run('Call me on Monday');
			const again = await run('Sounds interesting');

			expect(texts(again)).toEqual(['Call me on Monday', 'Sounds interesting']);
			expect([first.note_left_out, again.note_left_out]).toEqual([false, true]);
		},
	);

	test('keeps the step from nothing else', async () => {
		const { id } = await fluid.deal({ name: 'Moved back' });
		const fields = { deal_id: id, stage_id: 'Contacted', note: 'Replied' };
		await zap(update_deal.operation.perform, fields);
		await fluid.deal({ id, stage: 'Negotiation' });

		const again = await zap(update_deal.operation.perform, fields);

		expect(again).toMatchObject({ stage_name: 'Contacted', notes: [{ text: 'Replied' }] });
	});

	test('that stands in another deal of the same person is added', async () => {
		const contact = { email: 'two@example.com' };
		await fluid.addPipeline('Partners', ['Talking']);
		await fluid.deal({ name: 'Reseller', pipeline: 'Partners', contact, note: 'Called' });
		await fluid.deal({ name: 'Website', contact });

		const updated = await zap(create_or_update_deal.operation.perform, {
			match_on: 'email',
			contact_email: contact.email,
			note: 'Called',
		});

		expect(updated).toMatchObject({ name: 'Website', note_left_out: false });
		expect(texts(updated)).toEqual(['Called']);
	});

	test('with a NUL or half an emoji in it is known as Fluid keeps it', async () => {
		const { id } = await fluid.deal({ name: 'Odd letters' });
		const fields = { deal_id: id, note: 'Sounds\0 good \ud83d' };

		await zap(update_deal.operation.perform, fields);

		expect((await zap(update_deal.operation.perform, fields)).notes).toHaveLength(1);
	});

	test.each([
		['the same', (text: string) => text, true],
		['longer', (text: string) => `${text}!`, false],
		['one that ends otherwise', (text: string) => `${text.slice(0, -1)}!`, false],
		['one that begins otherwise', (text: string) => `!${text.slice(1)}`, false],
	])('that the deal shows cut short is known: %s', async (_, change, isKnown) => {
		const whole = `Thanks 👍 ${'for your offer. '.repeat(100)}`.trim();
		const created_at = new Date().toISOString();
		const shown = { text: whole.slice(0, 1000), text_length: [...whole].length, created_at };
		const server = await Receiver.start();
		server.respondWith((response, { path }) => {
			const answer = path.startsWith('/api-deals/deal_1/notes')
				? { data: [{ ...shown, text: whole }], next_cursor: null }
				: { action: 'unchanged', deal: { id: 'deal_1', notes: [shown] } };
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(answer));
		});

		const answer = await zapOf({ url: server.url, key: 'fluid_key' })(
			update_deal.operation.perform,
			{ deal_id: 'deal_1', note: change(whole) },
		);
		await server.stop();

		expect(answer.note_left_out).toBe(isKnown);
	});

	test('is added again a day later, and not an hour sooner', async () => {
		const { id } = await fluid.deal({ name: 'Weekly call', note: 'No answer' });
		const run = () => zap(update_deal.operation.perform, { deal_id: id, note: 'No answer' });
		const day = 24 * 60 * 60 * 1000;
		const hour = day / 24;
		const startedAt = Date.now();
		vi.useFakeTimers({ toFake: ['Date'] });
		try {
			vi.setSystemTime(startedAt + day - hour);
			const sooner = await run();
			vi.setSystemTime(startedAt + day + hour);
			const later = await run();

			expect([sooner.note_left_out, later.note_left_out]).toEqual([true, false]);
			expect(texts(later)).toEqual(['No answer', 'No answer']);
		} finally {
			vi.useRealTimers();
		}
	});
});

describe('two runs of a Zap', () => {
	test.each([
		['of the same Zap', inZap('1')],
		['of a caller that names no Zap', {}],
	])('%s with the very same values create two deals and two contacts', async (_, meta) => {
		const deals = [
			await createDeal({ name: 'Callback' }, meta),
			await createDeal({ name: 'Callback' }, meta),
		];
		const person = { name: 'Ada' };
		const contacts = [
			await zap(create_contact.operation.perform, person, meta),
			await zap(create_contact.operation.perform, person, meta),
		];

		for (const [first, second] of [deals, contacts]) {
			expect(second.id).not.toBe(first.id);
			expect([first.repeated, second.repeated]).toEqual([false, false]);
		}
	});

	test('create two deals with the very same values when their Run IDs differ', async () => {
		const first = await createDeal({ name: 'Weekly call', run_id: 'monday' });
		const second = await createDeal({ name: 'Weekly call', run_id: 'tuesday' });

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

test('a step tested twice in the editor creates a deal each time, Run ID or not', async () => {
	const inEditor = { meta: { isLoadingSample: true } };

	const first = await createDeal({ name: 'Test', run_id: '1' }, inEditor);
	const second = await createDeal({ name: 'Test', run_id: '1' }, inEditor);

	expect(second.id).not.toBe(first.id);
});

test.each([
	['create_deal', 'runs again, e.g. in a replay, it creates another one, unless Run ID'],
	['create_contact', 'runs again, e.g. in a replay, it creates another one, unless Run ID'],
	[
		'create_or_update_deal',
		'already added to the deal within the last 24 hours is not added again',
	],
	['mark_deal_won', 'already added to the deal within the last 24 hours is not added again'],
] as const)('the description of %s says what becomes of a step sent again', (action, words) => {
	expect(App.creates[action].display.description).toContain(words);
});

test('every action says at Run ID what happens without one', () => {
	for (const { operation } of Object.values(App.creates)) {
		const fields = operation.inputFields as Array<{ key?: string; helpText?: string }>;
		const runId = fields.find(({ key }) => key === 'run_id');
		if (runId)
			expect(runId.helpText).toContain('Without a Run ID the step is carried out each time.');
	}
});

test('every action that creates or updates a deal says who it is, so that nothing between doubles it', async () => {
	const receiver = await Receiver.start();
	receiver.answer(200, '{}', { 'content-type': 'application/json' });
	const zapThere = zapOf({ url: receiver.url, key: fluid.key });
	const fields = { deal_id: 'deal_1', name: 'Acme website', reminder_in_days: 1 };

	for (const action of ['create_deal', 'update_deal', 'set_reminder'] as const)
		await failure(
			zapThere(App.creates[action].operation.perform, fields, {
				meta: { zap: { id: 42 } } as never,
			}),
		);
	await receiver.stop();

	const keys = receiver.received.map(({ headers }) => headers['idempotency-key']);
	expect(new Set(keys).size).toBe(3);
	for (const key of keys) expect(key).toMatch(/^zapier-[0-9a-f]{64}$/);
	const runs = receiver.received.map(({ headers }) => headers['fluid-run']);
	expect(new Set(runs).size).toBe(1);
	expect(runs[0]).toMatch(/^zapier-42-\d{4}-\d\d-\d\d$/);
});
