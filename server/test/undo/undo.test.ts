import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Deal, Event, Run, RunPreview } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import type { WriteContext } from '../../src/context';
import type { Work } from '../../src/database/database';
import { sql } from '../../src/database/sql';
import { listNoteTimes } from '../../src/deals/notes';
import { checks, examine } from '../../src/doctor/examine';
import { loadDealHistory } from '../../src/events/history';
import { deleteStage } from '../../src/pipelineEditing/deleteStage';
import { limits } from '../../src/limits';
import { removeOld } from '../../src/retention';
import { BY_HAND } from '../../src/runs/maker';
import { historicEntry } from '../../src/ui/deal/history';
import { beginUndo } from '../../src/undo/runInHand';
import { undoPart } from '../../src/undo/undoPart';
import { addForm } from '../forms/formFixture';

let now = new Date();
const fluid = fluidForFile({ FLUID_RATE_LIMIT: '0' }, () => now);
const receiver = Receiver.forEachTest();
let count = 0;
let run: string;
/** A text that only this test uses. */
let own: string;

beforeAll(() => addForm(fluid).then(() => {}));

beforeEach(() => {
	count += 1;
	run = `n8n-${count}`;
	own = `t${count}`;
	now = new Date(now.getTime() + 60_000);
});

const inRun = async (input: object, of = run) => {
	const answer = await fluid.ingest(input, { 'fluid-run': of });
	expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
	return answer.body;
};
const dealInRun = async (input: object): Promise<Deal> => (await inRun(input)).deal;
const preview = async (): Promise<RunPreview> => (await fluid.get(`/api-runs/${run}/preview`)).body;
const undo = async (of = run): Promise<Run> => {
	expect((await fluid.post(`/api-runs/${of}/undo`)).status).toBeLessThan(300);
	await expect
		.poll(() => fluid.get(`/api-runs/${of}`).then(({ body }) => body.undo.status))
		.toBe('done');
	return (await fluid.get(`/api-runs/${of}`)).body;
};
/** Undoes the run, and holds that the preview has said what it comes to. */
const undone = async () => {
	const { counts } = await preview();
	const { undo: done } = await undo();
	expect(done?.counts).toEqual(counts);
	return onlySome(counts);
};
const onlySome = (counts: object) =>
	Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
const kept = async () =>
	(await fluid.get(`/api-runs/${run}/kept`)).body.data.map(
		({ type, reason, fields }: { type: string; reason: string; fields: string[] }) => [
			type,
			reason,
			...fields,
		],
	);
const deal = async ({ id }: Deal): Promise<Deal> => (await fluid.get(`/api-deals/${id}`)).body;
const exists = async (path: string) => (await fluid.get(path)).status === 200;
const lead = (more: object = {}) => ({
	name: `Lead ${own}`,
	contact: { email: `ada@${own}.example`, name: 'Ada' },
	company: { name: `Acme ${own}`, domain: `${own}.example` },
	...more,
});

describe('what a run has created', () => {
	test('is deleted with the contact and the company that nothing else has', async () => {
		const made = await dealInRun(lead({ note: 'Imported' }));
		expect(await undone()).toEqual({ deals_deleted: 1, contacts_deleted: 1, companies_deleted: 1 });
		for (const path of [
			`/api-deals/${made.id}`,
			`/api-contacts/${made.contact?.id}`,
			`/api-companies/${made.company?.id}`,
		])
			expect(await exists(path)).toBe(false);
	});

	test('goes as well when the run itself has updated it', async () => {
		const made = await dealInRun(lead());
		await inRun({ id: made.id, value: 10, note: 'Twice' });
		expect(await undone()).toEqual({ deals_deleted: 1, contacts_deleted: 1, companies_deleted: 1 });
	});

	test.each<[string, (made: Deal) => Promise<unknown>]>([
		['a value was changed', ({ id }) => fluid.deal({ id, value: 10 })],
		['a note was added', ({ id }) => fluid.deal({ id, note: 'Called' })],
		['it was won', ({ id }) => fluid.deal({ id, status: 'won' })],
		['another run has changed it', ({ id }) => inRun({ id, labels: ['hot'] }, 'another')],
	])('stays with its contact and company where %s since', async (_what, touch) => {
		const made = await dealInRun(lead());
		await touch(made);
		expect(await undone()).toEqual({ kept: 3 });
		expect(await kept()).toEqual([
			['deal', 'changed_since'],
			['contact', 'in_use'],
			['company', 'in_use'],
		]);
		expect(await exists(`/api-deals/${made.id}`)).toBe(true);
	});

	test('leaves a contact that was changed since, and one that another deal has', async () => {
		const made = await dealInRun(lead());
		await fluid.patch(`/api-contacts/${made.contact?.id}`, { phone: '+49 30 1234567' });
		const second = await dealInRun({
			...{ name: 'Second', contact: { email: `grace@${own}.example` } },
		});
		await fluid.deal({ name: 'By somebody else', contact: { email: `grace@${own}.example` } });
		expect(await undone()).toEqual({ deals_deleted: 2, kept: 3 });
		const [first, ...others] = await kept();
		expect([first, ...others]).toEqual([
			['contact', 'in_use'],
			['contact', 'changed_since'],
			['company', 'in_use'],
		]);
		expect(await exists(`/api-contacts/${second.contact?.id}`)).toBe(true);
	});

	test('stays where a lead form was sent about it, though that changed nothing of it', async () => {
		const made = await dealInRun({ name: `Lead ${own}` });
		await fluid.service.database.writeService((transaction) =>
			transaction.run(sql`
				insert into submissions (workspace_id, id, form_id, deal_id, fields, once_key, body_hash, submitted_at)
				select ${fluid.workspaceId}, ${`sub_${own}`}, id, ${made.id}, '{}', ${own}, ${own}, ${now.toISOString()}
				from forms limit 1`),
		);
		expect(await undone()).toEqual({ kept: 1 });
		expect(await kept()).toEqual([['deal', 'changed_since']]);
	});

	test('is what nobody has to take back where somebody has deleted it already', async () => {
		const made = await dealInRun(lead());
		await fluid.delete(`/api-deals/${made.id}`);
		expect(await undone()).toEqual({ contacts_deleted: 1, companies_deleted: 1 });
	});

	test('can be undone by asking again once what kept it is gone', async () => {
		const made = await dealInRun(lead());
		await fluid.deal({ id: made.id, value: 10 });
		expect(await undone()).toEqual({ kept: 3 });
		await fluid.deal({ id: made.id, value: null });
		expect(onlySome((await undo()).undo?.counts ?? {})).toEqual({
			...{ deals_deleted: 1, contacts_deleted: 1, companies_deleted: 1 },
		});
		expect(await kept()).toEqual([]);
	});
});

describe('what a run has updated', () => {
	test('gets back what it had, and loses the notes of the run', async () => {
		const before = await fluid.deal({
			...lead({ value: 100, labels: ['cold'], note: 'By hand', reminder: { in_days: 3 } }),
			...{ custom_fields: {} },
		});
		await inRun({
			...{ id: before.id, name: 'Wrong', value: 1, currency: 'EUR', labels: [], reminder: null },
			...{ status: 'lost', lost_reason: 'Wrong mapping', note: 'By the run', company: 'Other' },
			...{ stage: 'Negotiation', contact: { email: `other@${own}.example`, name: 'Other' } },
		});
		await inRun({ id: before.id, value: 2, note: 'And again' });
		expect(await undone()).toEqual({
			...{ updates_undone: 1, notes_removed: 2, contacts_deleted: 1, companies_deleted: 1 },
		});
		const { updated_at: _old, ...rest } = before;
		expect(await deal(before)).toEqual({ ...rest, updated_at: now.toISOString() });
	});

	test('keeps the fields that somebody has changed since, and gives back the others', async () => {
		const before = await fluid.deal(lead({ value: 100, labels: ['cold'] }));
		await inRun({ id: before.id, value: 1, labels: ['wrong'], source: 'Import' });
		await fluid.deal({ id: before.id, value: 500 });
		expect(await undone()).toEqual({ updates_undone: 1, kept: 1 });
		expect(await kept()).toEqual([['deal', 'changed_since', 'currency', 'value']]);
		expect(await deal(before)).toMatchObject({ value: 500, labels: ['cold'], source: null });

		expect(onlySome((await undo()).undo?.counts ?? {})).toEqual({ updates_undone: 1, kept: 1 });
		expect(await deal(before)).toMatchObject({ value: 500, labels: ['cold'] });
	});

	test('gets back what somebody had changed between two updates of the run', async () => {
		const before = await fluid.deal(lead({ value: 100 }));
		await inRun({ id: before.id, value: 1 });
		await fluid.deal({ id: before.id, value: 200 });
		await inRun({ id: before.id, value: 2 });
		expect(await undone()).toEqual({ updates_undone: 1 });
		expect((await deal(before)).value).toBe(200);
	});

	test('keeps an amount whose currency was changed since: it would be another value', async () => {
		const before = await fluid.deal(lead({ value: 100, currency: 'USD' }));
		await inRun({ id: before.id, value: 90 });
		await fluid.deal({ id: before.id, currency: 'EUR' });
		expect(await undone()).toEqual({ kept: 1 });
		expect(await deal(before)).toMatchObject({ value: 90, currency: 'EUR' });
	});

	test('keeps an external ID that another deal has by now, and a company that is gone', async () => {
		const before = await fluid.deal(lead({ external_id: own }));
		await inRun({ id: before.id, external_id: null, company: null, value: 5 });
		await fluid.deal({ name: 'The one with the ID', external_id: own });
		await fluid.delete(`/api-companies/${before.company?.id}`);
		expect(await undone()).toEqual({ updates_undone: 1, kept: 1 });
		expect(await kept()).toEqual([['deal', 'missing', 'company', 'external_id']]);
		expect(await deal(before)).toMatchObject({ external_id: null, value: null });
	});

	test('gives a contact and a company back what they were called, and their deals show it', async () => {
		const before = await fluid.deal(lead());
		await inRun({
			...{ id: before.id, contact: { name: 'Wrong Name', phone: '+49 30 7654321' } },
			company: { name: 'Wrong Ltd', domain: `${own}.example` },
		});
		expect(await undone()).toEqual({ updates_undone: 2 });
		expect(await deal(before)).toMatchObject({
			contact: { name: 'Ada', first_name: 'Ada', phone: null },
			company: { name: `Acme ${own}` },
		});
	});

	test("keeps an email address that is another contact's by now, and a name another company has", async () => {
		const before = await fluid.deal(lead({ company: `Acme ${own}` }));
		const changed = { name: 'Grace', email: `grace@${own}.example` };
		const ofContact = { ...changed, phone: '+49 30 555555' };
		await fluid.call('PATCH', `/api-contacts/${before.contact?.id}`, ofContact, {
			'fluid-run': run,
		});
		await fluid.call(
			'PATCH',
			`/api-companies/${before.company?.id}`,
			{ name: `Beech ${own}` },
			{
				'fluid-run': run,
			},
		);
		const other = { email: `ada@${own}.example`, company: `Acme ${own}` };
		expect((await fluid.post('/api-contacts', other)).status).toBe(201);
		expect(await undone()).toEqual({ updates_undone: 1, kept: 2 });
		expect(await kept()).toEqual([
			['contact', 'taken', 'email'],
			['company', 'taken', 'name'],
		]);
		expect((await deal(before)).contact).toMatchObject({
			...{ name: 'Ada', phone: null, email: `grace@${own}.example` },
		});
	});

	test('leaves a company alone that somebody has renamed since', async () => {
		const { company } = await fluid.deal(lead({ company: `Acme ${own}` }));
		const rename = (name: string, headers = {}) =>
			fluid.call('PATCH', `/api-companies/${company?.id}`, { name }, headers);
		await rename(`Wrong ${own}`, { 'fluid-run': run });
		await rename(`Beech ${own}`);
		const version = () =>
			fluid.service.database.get(
				sql`select version from companies where id = ${company?.id ?? ''}`,
			);
		const before = await version();
		expect(await undone()).toEqual({ kept: 1 });
		await undo();
		expect(await version()).toEqual(before);
		expect(await kept()).toEqual([['company', 'changed_since', 'name']]);
	});

	test('gives back custom fields that are still there', async () => {
		await fluid.addCustomField({ key: `${own}_seats`, name: `Seats ${own}`, type: 'number' });
		const before = await fluid.deal(lead({ custom_fields: { [`${own}_seats`]: 3 } }));
		await inRun({ id: before.id, custom_fields: { [`${own}_seats`]: 300 } });
		expect(await undone()).toEqual({ updates_undone: 1 });
		expect((await deal(before)).custom_fields[`${own}_seats`]).toBe(3);
	});
});

describe('a record of which all stays', () => {
	const eventsOfUndo = async () =>
		Number(
			(
				await fluid.service.database.get<{ count: number }>(sql`
				select count(*) as count from events where run_id = ${run} and undo = 1`)
			)?.count,
		);

	test('is not written when a run is undone again: it says nothing of a change that is none', async () => {
		const before = await fluid.deal(lead({ value: 100, labels: ['cold'] }));
		await inRun({ id: before.id, value: 1, labels: ['wrong'] });
		await fluid.deal({ id: before.id, value: 500 });
		expect(await undone()).toEqual({ updates_undone: 1, kept: 1 });
		const left = await deal(before);
		now = new Date(now.getTime() + 60_000);
		await undo();
		expect(await deal(before)).toEqual(left);
		expect(await eventsOfUndo()).toBe(1);
	});

	test('is not written where others have by now what a deal and a contact had', async () => {
		const before = await fluid.deal(lead({ external_id: own }));
		await inRun({ id: before.id, external_id: null });
		const path = `/api-contacts/${before.contact?.id}`;
		const moved = { email: `grace@${own}.example` };
		await fluid.call('PATCH', path, moved, { 'fluid-run': run });
		await fluid.deal({
			name: 'Another',
			external_id: own,
			contact: { email: `ada@${own}.example` },
		});
		const [asLeft, contact] = [await deal(before), (await fluid.get(path)).body];
		now = new Date(now.getTime() + 60_000);
		expect(await undone()).toEqual({ kept: 2 });
		expect(await deal(before)).toEqual(asLeft);
		expect((await fluid.get(path)).body).toEqual(contact);
		expect(await eventsOfUndo()).toBe(0);
	});

	test('is not written where the run itself has put back what it had replaced', async () => {
		const before = await fluid.deal(lead({ value: 100 }));
		await inRun({ id: before.id, value: 1 });
		await inRun({ id: before.id, value: 100 });
		const left = await deal(before);
		now = new Date(now.getTime() + 60_000);
		expect(await undone()).toEqual({});
		expect(await deal(before)).toEqual(left);
	});
});

describe('a person who was erased', () => {
	const eraseAda = () => fluid.post('/api-contacts/erase', { email: `ada@${own}.example` });
	const noName = (more: object) => ({ name: `Deal ${own}`, ...more });

	test('is why what a run has created and updated stays, and that is said', async () => {
		const contact = { email: `ada@${own}.example`, name: 'Ada' };
		const old = await fluid.deal(noName({ contact, value: 100 }));
		await inRun({ id: old.id, value: 1 });
		const made = await dealInRun(noName({ name: 'New', contact, value: 2 }));
		expect((await eraseAda()).status).toBe(200);
		const staying = (await preview()).kept.map(({ id, reason, fields }) => [id, reason, ...fields]);
		expect(staying).toEqual([
			[made.id, 'erased'],
			[old.id, 'erased'],
		]);
		expect(await undone()).toEqual({ kept: 2 });
		expect(await kept()).toEqual([
			['deal', 'erased'],
			['deal', 'erased'],
		]);
		expect(await deal(old)).toMatchObject({ value: 1, contact: null });
	});

	test('is the reason as well where something had stayed for another one before', async () => {
		const contact = { email: `ada@${own}.example`, name: 'Ada' };
		const old = await fluid.deal(noName({ contact, value: 100 }));
		await inRun({ id: old.id, value: 1 });
		await fluid.deal({ id: old.id, value: 500 });
		await undone();
		expect(await kept()).toEqual([['deal', 'changed_since', 'currency', 'value']]);
		await eraseAda();
		expect(await kept()).toEqual([['deal', 'erased']]);
	});

	test('leaves nothing of themselves in what is noted of the run, also of a deal that is not theirs by now', async () => {
		const contact = { email: `ada@${own}.example`, name: 'Ada' };
		const old = await fluid.deal(noName({ contact, value: 100 }));
		await inRun({ id: old.id, contact: { email: `grace@${own}.example` }, value: 1 });
		await eraseAda();
		const rows = await fluid.service.database.all(sql`
			select object_id, state from run_changes where run_id = ${run} and kind = 'updated'`);
		expect(rows).toEqual([{ object_id: old.id, state: '{"erased":true}' }]);
		expect(await undone()).toEqual({ kept: 2 });
		expect((await kept())[0]).toEqual(['deal', 'erased']);
	});
});

describe('the reason why a record stays', () => {
	test('is the same in the preview, in what was kept, and in the next preview', async () => {
		const pipeline = `Pipeline ${own}`;
		await fluid.addPipeline(pipeline, ['Old', 'Other']);
		const before = await fluid.deal({
			name: 'Moved',
			company: `Old ${own}`,
			pipeline,
			stage: 'Old',
		});
		const after = await dealInRun({ id: before.id, stage: 'Other', company: `New ${own}` });
		for (const { company } of [before, after]) await fluid.delete(`/api-companies/${company?.id}`);
		const stage = { stageId: before.stage_id, targetId: undefined };
		await deleteStage(fluid.service.context, fluid.workspaceId, stage);
		const staying = async () =>
			(await preview()).kept.map(({ type, reason, fields }) => [type, reason, ...fields]);
		const first = await staying();
		await undo();
		expect([first, await kept(), await staying()]).toEqual([first, first, first]);
		expect(first).toEqual([['deal', 'missing', 'company', 'pipeline_id', 'stage_id']]);
	});
});

describe('undoing', () => {
	test('goes on by itself where a crash has left it, and does nothing twice', async () => {
		const leads = Array.from({ length: 70 }, (_, number) => ({ name: `Crash ${number}` }));
		await inRun({ deals: leads });
		const { database, context } = fluid.service;
		const maker = { ...BY_HAND, run, isUndo: true };
		// In one transaction: what was begun and not gone on with, the service takes over at once.
		const beginWithPart = async (change: WriteContext) => {
			const within = { write: <T>(_: string, work: Work<T>) => work(change.transaction) };
			await beginUndo(within, fluid.workspaceId, run, { by: BY_HAND.by, now });
			return undoPart(change, run);
		};
		const isDone = await context.write(fluid.workspaceId, beginWithPart, maker);
		const { body: begun } = await fluid.get(`/api-runs/${run}`);
		expect([isDone, begun.undo.status]).toEqual([false, 'under_way']);
		expect(begun.undo.counts.deals_deleted).toBeGreaterThan(0);
		expect(begun.undo.counts.deals_deleted).toBeLessThan(70);

		// Whoever asks again meanwhile begins nothing anew.
		const asked = { by: null, now: new Date(now.getTime() + 1_000) };
		await beginUndo(database, fluid.workspaceId, run, asked);
		expect((await fluid.get(`/api-runs/${run}`)).body.undo).toEqual(begun.undo);

		now = new Date(now.getTime() + 6_000);
		await expect
			.poll(() => fluid.get(`/api-runs/${run}`).then(({ body }) => body.undo), { timeout: 25_000 })
			.toMatchObject({ status: 'done', counts: { deals_deleted: 70, kept: 0 } });
		const recorded = await database.get(sql`
			select count(*) as count, count(distinct deal_id) as deals from events
			where run_id = ${run} and type = 'deal.deleted' and made_by = 'person'`);
		expect(recorded).toEqual({ count: 70, deals: 70 });
	});

	test('twice at the same moment does nothing twice', async () => {
		await inRun({ deals: Array.from({ length: 30 }, (_, number) => ({ name: `Two ${number}` })) });
		await Promise.all([undo(), undo(), fluid.service.context.undo(fluid.workspaceId, run)]);
		const { body } = await fluid.get(`/api-runs/${run}`);
		expect(body.undo.counts.deals_deleted).toBe(30);
	});
});

describe('what a run has deleted', () => {
	test('is not brought back, and is listed', async () => {
		const before = await fluid.deal(lead());
		const { status } = await fluid.call('DELETE', `/api-deals/${before.id}`, undefined, {
			'fluid-run': run,
		});
		expect(status).toBe(204);
		expect(await undone()).toEqual({ kept: 1 });
		expect(await kept()).toEqual([['deal', 'deleted']]);
	});
});

describe('the answers to what a run has sent', () => {
	const send = async (number: number, of: string) => {
		const headers = { 'fluid-run': of, 'idempotency-key': `${own}-${number}` };
		const answer = await fluid.ingest({ name: `Lead ${own} ${number}` }, headers);
		return answer.headers['idempotent-replayed'] ?? 'done';
	};

	test('are not given again once it is undone, however many there are', async () => {
		const numbers = Array.from({ length: 2 * limits.recordsAtOnce + 1 }, (_, index) => index);
		for (const number of numbers) await send(number, run);
		await undo();
		expect(await Promise.all(numbers.map((number) => send(number, `${run}-again`)))).toEqual(
			numbers.map(() => 'done'),
		);
	});

	test('are given again for what stays of them: sent again, it would be there twice', async () => {
		const headers = { 'fluid-run': run, 'idempotency-key': `${own}-many` };
		const contact = (name: string) => ({ email: `${name}@${own}.example` });
		const deals = [
			{ name: `Kept ${own}`, contact: contact('kept') },
			{ name: `Gone ${own}`, contact: contact('gone') },
			{ name: '' },
		];
		const sent = await fluid.ingest({ deals }, headers);
		await fluid.deal({ id: sent.body.results[0].deal.id, value: 55 });
		await undo();

		const again = await fluid.ingest({ deals }, headers);
		expect(again.headers['idempotent-replayed']).toBe('true');
		expect(again).toMatchObject({
			status: 207,
			body: { created: 1, failed: 2, results: [{ action: 'created' }, {}, {}] },
		});
		expect(again.body.results[0]).toEqual(sent.body.results[0]);
		expect(again.body.results[1]).toMatchObject({
			index: 1,
			action: 'failed',
			problem: { code: 'deal_not_found', detail: expect.stringContaining('was undone') },
		});
		expect(again.body.results[2]).toEqual(sent.body.results[2]);

		await fluid.deal({ id: sent.body.results[0].deal.id, value: null });
		await undo();
		expect((await fluid.ingest({ deals }, headers)).body).toMatchObject({ created: 2, failed: 1 });
	});

	test('are given again where a single deal stays', async () => {
		const headers = { 'fluid-run': run, 'idempotency-key': `${own}-one` };
		const { body } = await fluid.ingest({ name: `Kept ${own}` }, headers);
		await fluid.deal({ id: body.deal.id, value: 55 });
		await undo();
		expect((await fluid.ingest({ name: `Kept ${own}` }, headers)).body).toEqual(body);
	});

	test('are given again where another run is undone', async () => {
		await send(1, `${run}-other`);
		await send(2, run);
		await undo();
		expect(await send(1, run)).toBe('true');
	});
});

describe('the events of undoing', () => {
	const subscribe = async (more: object) => {
		const events = ['deal.deleted', 'deal.updated', 'deal.won', 'contact.deleted'];
		return (await fluid.post('/api-webhooks', { url: receiver.url, events, ...more })).body;
	};
	beforeEach(async () => {
		const { body } = await fluid.get('/api-webhooks');
		for (const { id } of body.data) await fluid.delete(`/api-webhooks/${id}`);
	});

	test('go to no webhook and into no list that does not ask for them', async () => {
		await subscribe({});
		await dealInRun(lead());
		expect((await preview()).deliveries).toBe(0);
		await undone();
		const after = await fluid.deal(lead());
		await fluid.deal({ id: after.id, value: 1 });
		await fluid.everythingTried();
		expect(receiver.received.map(({ event }) => event.type)).toEqual(['deal.updated']);
		const since = `since=${now.toISOString()}`;
		const types = async (query: string) =>
			(await fluid.get(`/api-events?${since}${query}`)).body.data.map(({ type }: Event) => type);
		expect(await types('')).not.toContain('deal.deleted');
		expect(await types('&type=deal.deleted')).toEqual([]);
		expect(await types('&type=deal.deleted&undo=true')).toEqual(['deal.deleted']);
	});

	test('go to a webhook that asks for them, say what they are, and are counted before', async () => {
		expect(await subscribe({ undo: true })).toMatchObject({ undo: true });
		await subscribe({
			undo: true,
			deliver: 'each_change',
			filters: { changed_fields: ['status'] },
		});
		const won = await fluid.deal(lead({ name: 'Won', status: 'won' }));
		await dealInRun({ ...lead(), contact: { email: `new@${own}.example` } });
		await inRun({ id: won.id, status: 'open' });
		await fluid.everythingTried();
		const earlier = receiver.received.length;

		const { deliveries } = await preview();
		await undone();
		await fluid.everythingTried();
		const received = receiver.received.slice(earlier).map(({ event }) => event);
		expect(received).toHaveLength(deliveries);
		expect(received.map(({ type }) => type).sort()).toEqual([
			...['contact.deleted', 'contact.deleted', 'deal.deleted', 'deal.deleted'],
			...['deal.updated', 'deal.won', 'deal.won'],
		]);
		expect(new Set(received.map((event) => event.undo))).toEqual(new Set([true]));
	});

	test('show in the history of the deal that got back what it had', async () => {
		const before = await fluid.deal(lead({ value: 100 }));
		await inRun({ id: before.id, value: 1 });
		await undone();
		const row = await fluid.service.database.get(sql`
			select run_id, undo from events where deal_id = ${before.id} order by sequence desc limit 1`);
		expect(row).toEqual({ run_id: run, undo: 1 });
	});

	test('say on the page of a deal that a note of the run was removed, whose text is gone with it', async () => {
		const { database } = fluid.service;
		const before = await fluid.deal(lead());
		await inRun({ id: before.id, note: 'By a wrong mapping' });
		const times = [now.toISOString()];
		const standing = () => listNoteTimes(database, fluid.workspaceId, before.id, times);
		expect([...(await standing())]).toEqual(times);
		now = new Date(now.getTime() + 60_000);
		await undone();
		const noteTimes = await standing();
		const changes = await loadDealHistory(database, fluid.workspaceId, before.id, { limit: 2 });
		expect(changes.map((change) => historicEntry(change, [], noteTimes))).toMatchObject([
			{ title: 'Note removed', changes: [{ isNote: true, to: null }] },
			{ title: 'Note added', changes: [{ isNote: true, to: null }] },
		]);
	});

	test('tell many deals of a company that is called as before, also those that do so later', async () => {
		await subscribe({});
		const deals = Array.from({ length: 120 }, (_, number) => ({
			...{ name: `Deal ${number}`, company: { name: `Acme ${own}`, domain: `${own}.example` } },
		}));
		await fluid.ingest({ deals });
		const renamed = { name: 'Wrong Ltd', domain: `${own}.example` };
		const { company } = await dealInRun({ name: 'One more', company: renamed });
		const named = async (name: string) => {
			const { body } = await fluid.get(`/api-deals?company_id=${company?.id}&limit=200`);
			return (body.data as Deal[]).filter((each) => each.company?.name === name).length;
		};
		await fluid.service.database.indexTexts();
		await expect.poll(() => named('Wrong Ltd')).toBe(121);
		const left = sql`select count(*) as count from former_companies`;
		const isPropagated = () => fluid.service.database.get<{ count: number }>(left);
		await expect.poll(isPropagated).toEqual({ count: 0 });
		await fluid.everythingTried();
		const earlier = receiver.received.length;

		expect(await undone()).toEqual({ deals_deleted: 1, updates_undone: 1 });
		await expect.poll(isPropagated).toEqual({ count: 0 });
		expect(await named(`Acme ${own}`)).toBe(120);
		await fluid.everythingTried();
		expect(receiver.received.slice(earlier)).toEqual([]);
	});
});

describe('the list of runs', () => {
	test('says who made which, how much it changed, and what undoing came to', async () => {
		await dealInRun(lead());
		await inRun({ name: 'Another' });
		const { body } = await fluid.get('/api-runs?limit=1');
		expect(body.data).toEqual([
			{
				...{ id: run, changes: 4, undo: null },
				made_by: expect.objectContaining({ type: 'api_key', name: 'First key' }),
				...{ first_change_at: now.toISOString(), last_change_at: now.toISOString() },
				undo_until: new Date(now.getTime() + 30 * 24 * 3_600_000).toISOString(),
			},
		]);
		const { body: next } = await fluid.get(`/api-runs?limit=1&cursor=${body.next_cursor}`);
		expect(next.data[0].id).not.toBe(run);
	});

	test('goes on behind the last one shown, also when that is gone, and from nowhere else', async () => {
		await inRun({ name: 'Acme website' });
		await inRun({ name: 'Acme shop' });
		const { body } = await fluid.get('/api-runs?limit=1');
		const { database } = fluid.service;
		await database.writeService((transaction) =>
			transaction.run(sql`delete from runs where id = ${body.data[0].id}`),
		);
		const { body: next } = await fluid.get(`/api-runs?cursor=${body.next_cursor}`);
		const { body: all } = await fluid.get('/api-runs');
		expect(next.data).toEqual(all.data);

		const { status, body: refused } = await fluid.get('/api-runs?cursor=zz');
		expect([status, refused.errors[0].pointer]).toEqual([422, '/cursor']);
	});

	test('has none of another workspace, and none whose last change is 30 days ago', async () => {
		await dealInRun(lead());
		const other = await fluid.otherWorkspace(`Client ${count}`);
		expect((await other.get('/api-runs')).body.data).toEqual([]);
		expect((await other.post(`/api-runs/${run}/undo`)).status).toBe(404);
		now = new Date(now.getTime() + 31 * 24 * 3_600_000);
		expect((await fluid.post(`/api-runs/${run}/undo`)).body.code).toBe('run_not_found');

		const { database } = fluid.service;
		await removeOld(database, now);
		const left = sql`select (select count(*) from runs) + (select count(*) from run_changes) as count`;
		expect(Number((await database.get<{ count: number }>(left))?.count)).toBe(0);
	});
});

test('the database has everything together after all of that', async () => {
	for (const check of checks) {
		const { database, secrets } = fluid.service.context;
		expect((await examine(check, database, secrets, () => now, false)).findings).toEqual([]);
	}
});
