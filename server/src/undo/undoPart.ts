import type { WriteContext } from '../context';
import { changeCompany } from '../companies/change';
import { removeCompany } from '../companies/store';
import { limits } from '../limits';
import { listPipelines } from '../pipelines/store';
import { findRun } from '../runs/store';
import { momentText } from '../values/moment';
import { planCompanies } from './companyPlans';
import { planContacts } from './contactPlans';
import { addUpVerdict, kindOf } from './counts';
import { planDeals } from './dealPlans';
import { forgetAnswers } from './forgetAnswers';
import type { KeptReason, UndoVerdict } from './judge';
import { countsOf, isBeingUndone, noteProgress } from './runInHand';
import { findNextTouched, noteKept, type RunInHand, forgetUndone, settleRest } from './touched';
import type { TouchedRecord } from './touchedRecord';
import { undoContact } from './undoContact';
import { undoDeal } from './undoDeal';

/** So long a part may keep the others of its workspace waiting, in milliseconds. */
const MOST_MS = 10;

/**
 * Undoes some of a run in the transaction of the context: deals, then the contacts and the companies that only they had.
 * What is done is forgotten with it, so that whoever goes on after a crash, or at the same time, does nothing twice.
 *
 * @returns whether nothing is left to do
 */
export async function undoPart(context: WriteContext, runId: string): Promise<boolean> {
	const { transaction, workspaceId, now } = context;
	const run = await findRun(transaction, workspaceId, runId);
	if (!run || !isBeingUndone(run)) return true;
	const inHand: RunInHand = { workspaceId, runId, now };
	const place = { before: run.undo_before, limit: limits.recordsAtOnce };
	const touched = await findNextTouched(transaction, inHand, place);
	const kind = touched[0] && kindOf(touched[0].id);
	const records = touched.filter(({ id }) => kindOf(id) === kind);
	let counts = countsOf(run);
	let before = run.undo_before;
	const done: string[] = [];
	const kept = new Map<KeptReason, string[]>();
	const startedAt = performance.now();
	for (const { record, verdict, carryOut } of await plansOf(context, records)) {
		const outcome = await attempt(context, verdict, carryOut);
		counts = addUpVerdict(counts, record, outcome);
		before = record.id;
		if (outcome.does === 'keep')
			kept.set(outcome.reason, [...(kept.get(outcome.reason) ?? []), record.id]);
		else if (outcome.does === 'restore' && outcome.stuck.size > 0)
			await settleRest(transaction, inHand, record, outcome);
		else done.push(record.id);
		if (performance.now() - startedAt > MOST_MS) break;
	}
	await forgetUndone(transaction, inHand, done);
	for (const [reason, ids] of kept) await noteKept(transaction, inHand, ids, reason);
	const isDone = records.length === 0 && !(await forgetAnswers(context, runId));
	await noteProgress(transaction, run, { before, counts, now, isDone });
	return isDone;
}

type Step = { record: TouchedRecord; verdict: UndoVerdict; carryOut: () => Promise<void> };

async function plansOf(context: WriteContext, records: TouchedRecord[]): Promise<Step[]> {
	const { transaction: reader, workspaceId, now } = context;
	const [first] = records;
	if (!first) return [];
	const pipelines = await listPipelines(reader, workspaceId);
	const planning = { reader, workspaceId, pipelines, at: momentText(now) };
	switch (kindOf(first.id)) {
		case 'deal':
			return (await planDeals(planning, records)).map((plan) => ({
				...plan,
				carryOut: () => undoDeal(context, { ...context, pipelines }, plan),
			}));
		case 'contact':
			return (await planContacts(planning, records, () => false)).map((plan) => ({
				...plan,
				carryOut: () => undoContact(context, plan),
			}));
		case 'company':
			return (await planCompanies(planning, records, () => false)).map((plan) => ({
				...plan,
				carryOut: async () => {
					if (plan.verdict.does === 'delete')
						await removeCompany(context.transaction, workspaceId, plan.record.id);
					if (plan.after) await changeCompany(context, plan.after);
				},
			}));
	}
}

/** What two records of one part both want back, such as an external ID, the second does not get. */
async function attempt(
	{ transaction }: WriteContext,
	verdict: UndoVerdict,
	carryOut: () => Promise<void>,
): Promise<UndoVerdict> {
	if (verdict.does !== 'restore') {
		await carryOut();
		return verdict;
	}
	const attempted = await transaction.attempt(carryOut);
	return 'result' in attempted ? verdict : { does: 'keep', reason: 'taken' };
}
