import { setTimeout as sleep } from 'node:timers/promises';
import type { RunPreview } from '../../../contract/types';
import type { AppContext } from '../context';
import { sql } from '../database/sql';
import type { DealView } from '../deals/store';
import { limits } from '../limits';
import { loadPipelines } from '../pipelines/store';
import { momentText } from '../values/moment';
import { loadWebhooks, type WebhookRow } from '../webhooks/store';
import { planCompanies } from './companyPlans';
import { planContacts } from './contactPlans';
import { addUpVerdict, kindOf, NOTHING_UNDONE } from './counts';
import { type UndoPlanning, planDeals } from './dealPlans';
import {
	deliveriesOfChange,
	eventOfCompany,
	eventsOfContact,
	eventsOfDeal,
	type ExpectedEvent,
} from './expectedEvents';
import { reasonOf, type UndoVerdict } from './judge';
import { type KeptRecord, showKept } from './kept';
import { Leaving } from './leaving';
import { findNextTouched } from './touched';
import type { TouchedRecord } from './touchedRecord';

const MOST_SHOWN = 100;

/** Returns what undoing a run would come to now, by the same judgement that undoing goes by. Nothing is written. */
export async function previewUndo(
	{ database: reader, now, publicUrl }: Pick<AppContext, 'database' | 'now' | 'publicUrl'>,
	workspaceId: string,
	runId: string,
): Promise<RunPreview> {
	const at = now();
	const pipelines = await loadPipelines(reader, workspaceId);
	const planning = { reader, workspaceId, pipelines, at: momentText(at) };
	const view = { pipelines, publicUrl: publicUrl(), now: at };
	const webhooks = (await loadWebhooks(reader, workspaceId)).filter(({ undo }) => undo);
	const leaving = new Leaving();
	const kept: KeptRecord[] = [];
	let counts = NOTHING_UNDONE;
	let deliveries = 0;
	for (let before: string | null = null; ; ) {
		const startedAt = performance.now();
		const place = { before, limit: limits.recordsAtOnce };
		const touched = await findNextTouched(reader, { workspaceId, runId, now: at }, place);
		const kind = touched[0] && kindOf(touched[0].id);
		if (kind === undefined) break;
		const records = touched.filter(({ id }) => kindOf(id) === kind);
		for (const { record, verdict, after, changes } of await PLANS[kind](
			planning,
			records,
			leaving,
		)) {
			counts = addUpVerdict(counts, record, verdict);
			leaving.note({ record, verdict, after });
			if (kept.length < MOST_SHOWN) kept.push(...keptOf(record, verdict));
			if (webhooks.length > 0) deliveries += sumOf(webhooks, await changes(view));
		}
		before = records.at(-1)?.id as string;
		// A change of others takes several turns of the event loop: each would wait for a part of this.
		await sleep((performance.now() - startedAt) / 2);
	}
	const shown = await showKept(reader, workspaceId, kept, view.publicUrl);
	return { run_id: runId, counts, deliveries, kept: shown };
}

/** The events of each change that a plan leads to, and how often there is such a change. */
type Changes = Array<{ events: ExpectedEvent[]; times: number }>;

type Planned = {
	record: TouchedRecord;
	verdict: UndoVerdict;
	after: object | undefined;
	changes: (view: DealView) => Changes | Promise<Changes>;
};

type Plans = (
	planning: UndoPlanning,
	records: TouchedRecord[],
	leaving: Leaving,
) => Promise<Planned[]>;

const PLANS: Record<ReturnType<typeof kindOf>, Plans> = {
	deal: async (planning, records) =>
		(await planDeals(planning, records)).map((plan) => ({
			...plan,
			changes: (view) => [{ events: eventsOfDeal(plan, view), times: 1 }],
		})),
	contact: async (planning, records, { isGoing }) =>
		(await planContacts(planning, records, isGoing)).map((plan) => ({
			...plan,
			changes: () => [{ events: eventsOfContact(plan), times: 1 }],
		})),
	company: async (planning, records, { isGoing }) =>
		(await planCompanies(planning, records, isGoing)).map((plan) => ({
			...plan,
			changes: () => (plan.after ? changesByCompany(planning, plan.record.id) : []),
		})),
};

/** Whatever shows a company publishes that it is called otherwise. */
async function changesByCompany(
	{ reader, workspaceId }: UndoPlanning,
	id: string,
): Promise<Changes> {
	const places = await reader.all<{ pipeline_id: string; stage_id: string; deals: number }>(sql`
		select pipeline_id, stage_id, count(*) as deals from deals
		where workspace_id = ${workspaceId} and company_id = ${id} group by pipeline_id, stage_id`);
	const contacts = await reader.get<{ contacts: number }>(sql`
		select count(*) as contacts from contacts where workspace_id = ${workspaceId} and company_id = ${id}`);
	return [
		...places.map(({ deals, ...place }) => ({
			events: [eventOfCompany('deal.updated', place)],
			times: Number(deals),
		})),
		{
			events: [eventOfCompany('contact.updated', { pipeline_id: null, stage_id: null })],
			times: Number(contacts?.contacts ?? 0),
		},
	];
}

function sumOf(webhooks: WebhookRow[], changes: Changes): number {
	return changes.reduce(
		(sum, { events, times }) => sum + times * deliveriesOfChange(webhooks, events),
		0,
	);
}

function keptOf({ id }: TouchedRecord, verdict: UndoVerdict): KeptRecord[] {
	if (verdict.does === 'keep') return [{ id, reason: verdict.reason, fields: [] }];
	if (verdict.does !== 'restore') return [];
	const reason = reasonOf(verdict);
	return reason === undefined ? [] : [{ id, reason, fields: [...verdict.stuck.keys()] }];
}
