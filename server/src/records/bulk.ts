import type { InputError, Problem } from '../../../contract/types';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { type BulkWriteContext, publishDeferred } from './deferCompanyEvents';
import { noSnapshots, snapshotsBeside } from '../deals/publishedSnapshots';
import { firstOf, MOST_FAULTS, problem, problemBody, Refusal } from '../problems/problems';
import type { BulkOptions, BulkOutcome } from '../context';

/**
 * How much the results of one request may come to: a deal is written and answered whole also where little of it is sent,
 * and until all is on disk everybody waits.
 */
const MOST_BYTES = 10_000_000;
const TOGETHER_TOO_LARGE =
	'The results of this request are larger than 10 MB together. Send this one, and those after it, in another request.';

type Done = { action: 'created' | 'updated' | 'unchanged' };
type Failed = { index: number; action: 'failed'; problem: Problem };

/**
 * Carries out each of many changes by itself, in order; one that fails, for whatever reason, leaves the others alone.
 *
 * @param name what the request calls the list of them, e.g. "deals"
 * @throws invalid_input when atomic, if any is refused
 */
export async function eachAlone<
	Result extends Done,
	On extends Omit<BulkWriteContext, 'snapshots'>,
>(
	context: On,
	name: string,
	inputs: unknown[],
	save: (context: On & Pick<BulkWriteContext, 'snapshots'>, input: unknown) => Promise<Result>,
	options: BulkOptions,
): Promise<BulkOutcome> {
	const outcome: BulkOutcome = { created: 0, updated: 0, unchanged: 0, failed: 0, results: [] };
	let bytes = 0;
	const add = (result: ({ index: number } & Result) | Failed) => {
		const text = JSON.stringify(result);
		bytes += Buffer.byteLength(text);
		outcome[result.action] += 1;
		outcome.results.push(text);
	};
	const refusals: Place[] = [];
	const together = { ...context, snapshots: noSnapshots() };
	const yieldIfDue = yieldingRegularly();

	for (const [index, input] of inputs.entries()) {
		const { snapshots, keep } = snapshotsBeside(together.snapshots);
		const attempt = await context.transaction.attempt(async () => {
			if (bytes > MOST_BYTES) throw problem('too_large', TOGETHER_TOO_LARGE);
			return save({ ...context, snapshots }, input);
		});
		if ('result' in attempt) {
			keep();
			add({ index, ...attempt.result });
		} else {
			const refusal = refusalOf(attempt.fault, options);
			refusals.push({ index, refusal });
			const { errors, ...body } = problemBody(refusal, options.requestId, context.publicUrl);
			const few = errors && { errors: errors.slice(0, MOST_FAULTS) };
			add({ index, action: 'failed', problem: { ...body, ...few } });
		}
		await yieldIfDue();
	}
	if (options.isAtomic && refusals.length > 0) throw allOrNothing(name, refusals);
	await publishDeferred(together);
	return outcome;
}

/** A fault that nobody has thought of is ours, and still none of its neighbours'. */
function refusalOf(fault: unknown, { isAtomic, report }: BulkOptions): Refusal {
	if (fault instanceof Refusal) return fault;
	if (isAtomic) throw fault;
	report(fault);
	return problem('internal_error');
}

type Place = { index: number; refusal: Refusal };

/** How many faults of many are told together: more make an answer larger than what was sent. */
const MOST_TOGETHER = 1_000;

function allOrNothing(name: string, refusals: Place[]): Refusal {
	const all: InputError[] = refusals.flatMap(({ index, refusal }) => {
		const { params, errors } = refusal.more;
		const inside = errors ?? [{ pointer: '', detail: refusal.message, code: refusal.code, params }];
		return inside
			.slice(0, MOST_FAULTS)
			.map((fault) => ({ ...fault, pointer: `/${name}/${index}${fault.pointer}` }));
	});
	const errors = all.slice(0, MOST_TOGETHER);
	const number = (refusals[0] as Place).index + 1;
	const detail = `Nothing was saved, because atomic=true means all or nothing. Number ${number} of the ${name}: ${firstOf(errors)}`;
	return problem('invalid_input', detail, { errors });
}
