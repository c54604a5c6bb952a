import type {
	BulkInput,
	BulkItem,
	BulkResult,
	DealInput,
	InputError,
} from '../../../contract/types';
import { newBreath } from '../breath';
import { tellNow } from '../companies/tellLater';
import { invalidInput, problem, problemBody, Refusal } from '../problems';
import { faults, valid } from '../validation';
import { type Ingest, ingestDeal } from './ingest';
import { nothingTold } from './told';

/** How a request of many deals is carried out. */
export type BulkOptions = { isAtomic: boolean; requestId: string };

/**
 * Ingests each deal by itself, in order; a refused one leaves the others alone.
 *
 * @throws invalid_input when the list itself is not one of 1 to 1,000 deals, or, when atomic, if any deal is refused
 */
export async function ingestBulk(
	ingest: Ingest,
	body: unknown,
	options: BulkOptions,
): Promise<BulkResult> {
	const { deals } = checkList(body);
	const results: BulkItem[] = [];
	const refusals: Array<{ index: number; refusal: Refusal }> = [];
	const together = { ...ingest, told: nothingTold() };
	const breathe = newBreath();

	for (const [index, input] of deals.entries()) {
		const outcome = await ingestOne(together, input);
		if (outcome instanceof Refusal) {
			refusals.push({ index, refusal: outcome });
			const body = problemBody(outcome, options.requestId, ingest.publicUrl);
			results.push({ index, action: 'failed', problem: body });
		} else {
			results.push({ index, ...outcome });
		}
		await breathe();
	}
	if (options.isAtomic && refusals.length > 0) throw allOrNothing(refusals);
	await tellNow(together);
	return { ...counts(results), results };
}

/** Each deal is checked by itself later, so that one fault does not refuse its neighbours. */
function checkList(body: unknown): { deals: unknown[] } {
	const { deals } = body as { deals: unknown };
	const probe = Array.isArray(deals) ? { ...(body as object), deals: deals.map(() => ({})) } : body;
	valid<BulkInput>('bulkInput', probe);
	return { deals: deals as unknown[] };
}

async function ingestOne(ingest: Ingest, input: unknown) {
	const errors = faults('dealInput', input);
	if (errors.length > 0) return invalidInput(errors);
	try {
		return await ingestDeal(ingest, input as DealInput);
	} catch (reason) {
		if (reason instanceof Refusal) return reason;
		throw reason;
	}
}

function allOrNothing(refusals: Array<{ index: number; refusal: Refusal }>): Refusal {
	const errors: InputError[] = refusals.flatMap(({ index, refusal }) => {
		const at = `/deals/${index}`;
		const { params, errors } = refusal.more;
		const inside = errors ?? [{ pointer: '', detail: refusal.message, code: refusal.code, params }];
		return inside.map((fault) => ({ ...fault, pointer: `${at}${fault.pointer}` }));
	});
	const detail = `Nothing was saved, because ${refusals.length === 1 ? 'one deal was' : `${refusals.length} deals were`} refused and atomic=true means all or nothing. Correct the places listed in errors, or leave atomic out.`;
	return problem('invalid_input', detail, { errors });
}

function counts(results: BulkItem[]): Omit<BulkResult, 'results'> {
	const count = (action: BulkItem['action']) =>
		results.filter((result) => result.action === action).length;
	return {
		created: count('created'),
		updated: count('updated'),
		unchanged: count('unchanged'),
		failed: count('failed'),
	};
}
