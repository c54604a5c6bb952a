import type { InputError, Problem } from '../../../contract/types';
import { Withdrawn } from '../database/fault';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { firstOf, MOST_FAULTS, problem, problemBody, Refusal } from '../problems/problems';
import { asOwnChange, type BulkOptions, type BulkOutcome, type WriteContext } from '../context';

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
 * Carries out each of many changes by itself, in order, each with a context of its own; one that fails, for whatever reason, leaves the others alone.
 *
 * @param name what the request calls the list of them, e.g. "deals"
 * @throws Withdrawn with invalid_input when atomic, if any is refused
 */
export async function eachAlone<Context extends WriteContext, Result extends Done>(
	context: Context,
	name: string,
	inputs: unknown[],
	save: (context: Context, input: unknown) => Promise<Result>,
	options: BulkOptions,
): Promise<BulkOutcome> {
	const { transaction, publicUrl } = context;
	const outcome: BulkOutcome = { created: 0, updated: 0, unchanged: 0, failed: 0, results: [] };
	let bytes = 0;
	const add = (result: ({ index: number } & Result) | Failed) => {
		const text = Buffer.from(JSON.stringify(result));
		bytes += text.length;
		outcome[result.action] += 1;
		outcome.results.push(text);
	};
	const refusals: Place[] = [];
	const yieldIfDue = yieldingRegularly();

	for (const [index, input] of inputs.entries()) {
		const attempt = await transaction.attempt(async () => {
			if (bytes > MOST_BYTES) throw problem('too_large', TOGETHER_TOO_LARGE);
			return save(asOwnChange(context), input);
		});
		if ('result' in attempt) {
			add({ index, ...attempt.result });
		} else {
			const refusal = refusalOf(attempt.fault, options);
			refusals.push({ index, refusal });
			const { errors, ...body } = problemBody(refusal, options.requestId, publicUrl);
			const few = errors && { errors: errors.slice(0, MOST_FAULTS) };
			add({ index, action: 'failed', problem: { ...body, ...few } });
		}
		await yieldIfDue();
	}
	if (options.isAtomic && refusals.length > 0) throw new Withdrawn(allOrNothing(name, refusals));
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

/** How many faults of many are reported together: more make an answer larger than what was sent. */
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
