import type { InputError, Problem } from '../../contract/types';
import { newBreath } from './breath';
import { type Together, tellNow } from './companies/tellLater';
import { nothingTold, toldBeside } from './deals/told';
import { firstOf, MOST_FAULTS, problem, problemBody, Refusal } from './problems';

/** How a request of many is carried out. */
export type BulkOptions = {
	isAtomic: boolean;
	requestId: string;
	/** Told of faults that are ours. */
	report: (fault: unknown) => void;
};

type Done = { action: 'created' | 'updated' | 'unchanged' };
type Counts = Record<Done['action'] | 'failed', number>;
type Failed = { index: number; action: 'failed'; problem: Problem };

/** What became of each of many, in input order. */
export type Outcome<Result> = Counts & { results: Array<({ index: number } & Result) | Failed> };

/**
 * Carries out each of many changes by itself, in order; one that fails, for whatever reason, leaves the others alone.
 *
 * @param name what the request calls the list of them, e.g. "deals"
 * @throws invalid_input when atomic, if any is refused
 */
export async function eachAlone<Result extends Done, On extends Omit<Together, 'told'>>(
	occasion: On,
	name: string,
	inputs: unknown[],
	save: (occasion: On & Pick<Together, 'told'>, input: unknown) => Promise<Result>,
	options: BulkOptions,
): Promise<Outcome<Result>> {
	const results: Outcome<Result>['results'] = [];
	const refusals: Place[] = [];
	const together = { ...occasion, told: nothingTold() };
	const breathe = newBreath();

	for (const [index, input] of inputs.entries()) {
		const { told, keep } = toldBeside(together.told);
		const attempt = await occasion.transaction.attempt(() => save({ ...occasion, told }, input));
		if ('result' in attempt) {
			keep();
			results.push({ index, ...attempt.result });
		} else {
			const refusal = refusalOf(attempt.fault, options);
			refusals.push({ index, refusal });
			const { errors, ...body } = problemBody(refusal, options.requestId, occasion.publicUrl);
			const few = errors && { errors: errors.slice(0, MOST_FAULTS) };
			results.push({ index, action: 'failed', problem: { ...body, ...few } });
		}
		await breathe();
	}
	if (options.isAtomic && refusals.length > 0) throw allOrNothing(name, refusals);
	await tellNow(together);
	return { ...counts(results), results };
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

function counts(results: Array<{ action: keyof Counts }>): Counts {
	const count = (action: keyof Counts) =>
		results.filter((result) => result.action === action).length;
	return {
		created: count('created'),
		updated: count('updated'),
		unchanged: count('unchanged'),
		failed: count('failed'),
	};
}
