import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	byEmail,
	byExternalId,
	byId,
	byName,
	fluidNode,
	proxiedNodesForFile,
} from './support/fluidNodes';

const { fluid, nodes, passage } = proxiedNodesForFile();
let id: string;

beforeAll(async () => {
	await fluid.addPipeline('Partners', ['Talking', 'Signed']);
});
beforeEach(async () => {
	for (const deal of (await fluid.get('/api-deals')).body.data)
		await fluid.delete(`/api-deals/${deal.id}`);
	const contact = { email: 'ada@example.com' };
	({ id } = await fluid.deal({ name: 'Engines', external_id: 'crm-1', value: 100, contact }));
	passage.passed.splice(0);
});

const act = async (operation: string, parameters: object, items = [{}]) => {
	const call = fluidNode('deal', operation, { dealId: byId(id), ...parameters });
	const { items: output, error } = await nodes.runNode(call, items);
	return { json: output[0]?.json, items: output, error };
};

test('Move to Stage moves a deal to a stage of its pipeline, by name', async () => {
	const { json } = await act('moveToStage', { stage: byName('Contacted') });

	expect(json).toMatchObject({ id, action: 'updated', stage_name: 'Contacted' });
});

test('Move to Stage moves a deal to another pipeline, with a note', async () => {
	const { json } = await act('moveToStage', {
		pipeline: byName('Partners'),
		stage: byName('Signed'),
		note: 'They resell it',
	});

	expect(json).toMatchObject({ pipeline_name: 'Partners', stage_name: 'Signed' });
	expect(json?.notes).toMatchObject([{ text: 'They resell it' }]);
});

test('Mark as Won closes a deal with what it was won for', async () => {
	const { json } = await act('markWon', { value: 4800 });

	expect(json).toMatchObject({ id, status: 'won', value: 4800 });
});

test('Mark as Lost closes a deal with the reason, and leaves its value', async () => {
	const { json } = await act('markLost', { lost_reason: 'No budget' });

	expect(json).toMatchObject({ id, status: 'lost', lost_reason: 'No budget', value: 100 });
});

test('Add Note adds a text to the others', async () => {
	await act('addNote', { note: 'First' });
	const { json } = await act('addNote', { note: '={{ $json.reply }}' }, [{ reply: 'Second' }]);

	expect(json?.notes).toMatchObject([{ text: 'Second' }, { text: 'First' }]);
});

describe('Set Reminder', () => {
	test('reminds after some days', async () => {
		const { json } = await act('setReminder', { in_days: 3, reminder_note: 'Send the proposal' });

		expect(json?.reminder).toMatchObject({ state: 'scheduled', note: 'Send the proposal' });
	});

	test('reminds at a time in the zone of the workflow', async () => {
		const { json } = await act('setReminder', { when: 'at', at: '2027-01-14T09:00:00' });

		// The tests' workflow is in New York, n8n's default.
		expect(json?.reminder).toMatchObject({ at: '2027-01-14T14:00:00.000Z' });
	});

	test('removes the reminder', async () => {
		await act('setReminder', { in_days: 3 });

		const { json } = await act('setReminder', { when: 'never' });

		expect(json).toMatchObject({ action: 'updated', reminder: null });
	});
});

describe('the deal', () => {
	test.each([
		['external ID', () => byExternalId('crm-1')],
		['email address', () => byEmail(' Ada@Example.com ')],
		['ID', () => byId(id)],
	])('is found by %s, to be won, read and deleted', async (_, picked) => {
		const dealId = picked();

		const { items } = await nodes.runNode(fluidNode('deal', 'get', { dealId }));
		const { json } = await act('addNote', { dealId, note: 'Seen' });
		const deleted = await nodes.runNode(fluidNode('deal', 'delete', { dealId }));

		expect(items[0]?.json).toMatchObject({ id, name: 'Engines', notes: [] });
		expect(json).toMatchObject({ id });
		expect(deleted.items.map((item) => item.json)).toEqual([{ id, deleted: true }]);
	});

	test('of a contact is looked for in the pipeline that is chosen', async () => {
		const contact = { email: 'ada@example.com' };
		const partner = await fluid.deal({ name: 'Resale', pipeline: 'Partners', contact });

		const found = { dealId: byEmail('ada@example.com'), pipeline: byName('Partners') };
		const { json } = await act('markWon', found);
		const { items } = await nodes.runNode(
			fluidNode('deal', 'get', { dealId: byEmail('ada@example.com') }),
		);

		expect(json).toMatchObject({ id: partner.id, status: 'won' });
		expect(items[0]?.json).toMatchObject({ id });
	});

	test.each([
		['addNote', { note: 'Seen' }],
		['get', {}],
		['delete', {}],
	])('must be named: %s', async (operation, parameters) => {
		const { error } = await act(operation, { dealId: byId('={{ $json.none }}'), ...parameters });

		expect(error?.message).toBe('Deal is empty for this item. Give one, e.g. with an expression.');
		expect(passage.passed).toEqual([]);
	});
});

test.each([
	['Note', 'addNote', { note: '={{ $json.reply }}' }],
	['Stage', 'moveToStage', { stage: byName('={{ $json.stage }}') }],
	['Reminder in Days', 'setReminder', { in_days: '={{ $json.days }}' }],
	['Reminder At', 'setReminder', { when: 'at', at: '={{ $json.meeting }}' }],
])('says so when %s is empty for the item', async (label, operation, parameters) => {
	const { error } = await act(operation, parameters);

	expect(error?.message).toBe(
		`${label} is empty for this item. Give one, e.g. with an expression.`,
	);
	expect(passage.passed).toEqual([]);
});

test('a dry run of any of them saves nothing', async () => {
	const { json } = await act('markWon', { options: { dryRun: true } });

	expect(json).toMatchObject({ action: 'updated', status: 'won' });
	expect((await fluid.get(`/api-deals/${id}`)).body.status).toBe('open');
});

test('a note that a tool sends twice is added once, by its Idempotency Key', async () => {
	const note = { note: 'Sounds interesting', options: { idempotencyKey: '={{ $json.event }}' } };
	await act('addNote', note, [{ event: 'reply-1' }]);
	await act('addNote', note, [{ event: 'reply-1' }]);

	expect((await fluid.get(`/api-deals/${id}`)).body.notes).toHaveLength(1);
});

test('a thousand deals are marked in one request', async () => {
	const leads = Array.from({ length: 1000 }, (_, n) => ({ external_id: `many-${n}` }));
	await fluid.ingest({ deals: leads.map((lead) => ({ ...lead, name: 'Lead' })) });

	const { items } = await act(
		'markLost',
		{ dealId: byExternalId('={{ $json.external_id }}') },
		leads,
	);

	expect(passage.passed).toHaveLength(1);
	expect(items).toHaveLength(1000);
	expect(items[421]).toMatchObject({
		json: { external_id: 'many-421', status: 'lost' },
		pairedItem: { item: 421 },
	});
});
