import type { Problem } from '../../../contract/types';
import { problem, type Refusal } from '../problems/problems';

/** What a request has made, by the tables it is in. */
export type MadeIds = { deals: string[]; contacts: string[] };

/** An answer as it is kept for an Idempotency-Key. */
type KeptAnswer = { status: number; answer: string };

type Entry = {
	index?: number | undefined;
	action?: string;
	deal?: { id: string };
	contact?: { id: string };
	problem?: Problem;
};
type Body = Entry & { results?: Entry[] };

/** Returns the deals and contacts that an answer says it has created: one, or each of many. */
export function madeIds(answer: string): MadeIds {
	const made = entriesOf(JSON.parse(answer) as Body).filter(isCreation);
	return {
		deals: made.flatMap(({ deal }) => deal?.id ?? []),
		contacts: made.flatMap(({ deal, contact }) => (deal ? [] : (contact?.id ?? []))),
	};
}

/**
 * Returns the answer that is given again once its run is undone: of many, what is not there any more has failed.
 *
 * @param there the ids of those that it has made and that stay
 * @param bodyOf returns a refusal as an answer has it
 */
export function keptAnswer(
	{ status, answer }: KeptAnswer,
	there: Set<string>,
	bodyOf: (refusal: Refusal) => Problem,
): KeptAnswer {
	const body = JSON.parse(answer) as Body;
	if (!body.results) return { status, answer };
	const results = body.results.map((entry) =>
		entry.action === 'failed' || isThere(entry, there)
			? entry
			: { index: entry.index, action: 'failed', problem: bodyOf(undone(entry)) },
	);
	const count = (action: string) => results.filter((entry) => entry.action === action).length;
	const counts = { created: count('created'), updated: 0, unchanged: 0, failed: count('failed') };
	return {
		status: counts.failed > 0 ? 207 : 200,
		answer: JSON.stringify({ ...counts, results }),
	};
}

function entriesOf(body: Body): Entry[] {
	return body.results ?? [body];
}

function isCreation({ action }: Entry): boolean {
	return action === 'created';
}

function isThere(entry: Entry, there: Set<string>): boolean {
	const id = (entry.deal ?? entry.contact)?.id;
	return isCreation(entry) && id !== undefined && there.has(id);
}

function undone({ deal }: Entry): Refusal {
	const detail = (what: string) =>
		`This ${what} is not there any more: its run was undone. Send it again with another Idempotency-Key.`;
	return deal
		? problem('deal_not_found', detail('deal'))
		: problem('contact_not_found', detail('contact'));
}
