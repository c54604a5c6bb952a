import type { Chance } from '../chance.mts';
import type { Course } from '../course.mts';
import type { SimulatedOperation } from '../plan.mts';
import { kind } from './kind.mts';

/** A deal to send in. Its name and value tell of which operation it is. */
export type SimulatedDeal = { name: string; value: number; [field: string]: unknown };

/** One deal to send in. */
export type IngestOne = { input: SimulatedDeal; key?: string; isDry: boolean };

/** Many of them. */
export type BulkDeals = { deals: SimulatedDeal[]; key?: string; isAtomic: boolean };

const STAGES = ['New lead', 'Contacted', 'Meeting booked', 'Proposal sent', 'Negotiation'];

type OfObject = { which: number; name: string; company?: object };

/** Deals, contacts and companies that change. */
export const changeKinds = {
	ingest: kind<IngestOne>(30, drawOne, ingest),
	bulk: kind<BulkDeals>(6, drawMany, ingest),
	again: kind<{ of: number; ofOperation?: number }>(
		6,
		(chance) => ({ of: chance.int(1_000) }),
		again,
	),
	deleteDeal: kind<OfObject>(2, drawObject, (course, operation) => {
		const id = pickId(course.watch.deals, operation);
		if (id) course.call(operation, { method: 'delete', path: '/api-deals/:id', params: { id } });
	}),
	patchContact: kind<OfObject>(3, drawObject, (course, operation) => {
		const id = pickId(course.watch.contacts, operation);
		const { name, company } = operation;
		const body = { name, ...(company && { company }) };
		if (id)
			course.call(operation, { method: 'patch', path: '/api-contacts/:id', params: { id }, body });
	}),
	deleteContact: kind<OfObject>(1, drawObject, (course, operation) => {
		const id = pickId(course.watch.contacts, operation);
		if (id) course.call(operation, { method: 'delete', path: '/api-contacts/:id', params: { id } });
	}),
};

function drawDeal(chance: Chance, i: number): SimulatedDeal {
	return {
		name: `op${i}`,
		value: i * 100 + 1,
		...(chance.happens(0.7) ? { external_id: `x${chance.int(6)}` } : { match_on: 'none' }),
		...(chance.happens(0.4) && { stage: chance.pick(STAGES) }),
		...(chance.happens(0.2) && { status: chance.pick(['won', 'lost', 'open']) }),
		...(chance.happens(0.4) && {
			contact: {
				email: `c${chance.int(4)}@example.com`,
				...(chance.happens(0.5) && { name: `Ada ${chance.int(5)}` }),
			},
		}),
		...(chance.happens(0.25) && { company: drawCompany(chance) }),
		...(chance.happens(0.1) && { note: `Note ${i}` }),
		...(chance.happens(0.1) && { labels: [`label ${chance.int(3)}`] }),
	};
}

function drawCompany(chance: Chance): object {
	return { domain: `d${chance.int(3)}.example.com`, name: `Company ${chance.int(4)}` };
}

function drawOne(chance: Chance, i: number): IngestOne {
	const input = drawDeal(chance, i);
	if (chance.happens(0.04)) input.value = -1;
	const key = chance.happens(0.5) ? { key: `k${i}` } : {};
	return { input, ...key, isDry: chance.happens(0.03) };
}

function drawMany(chance: Chance, i: number): BulkDeals {
	const deals = Array.from({ length: chance.pick([2, 5, 12]) }, (_, n) => ({
		...drawDeal(chance, i),
		name: `op${i}.${n}`,
		value: i * 100 + 2 + n,
		...(chance.happens(0.07) && { stage: 'No such stage' }),
	}));
	const key = chance.happens(0.6) ? { key: `k${i}` } : {};
	return { deals, isAtomic: chance.happens(0.4), ...key };
}

function drawObject(chance: Chance): OfObject {
	const company = chance.happens(0.3) ? { company: drawCompany(chance) } : {};
	return { which: chance.int(1_000), name: `Grace ${chance.int(9)}`, ...company };
}

function pickId(objects: Map<string, unknown>, { which }: OfObject): string | undefined {
	const ids = [...objects.keys()];
	return ids[which % Math.max(1, ids.length)];
}

function ingest(
	course: Course,
	operation: SimulatedOperation & Partial<IngestOne & BulkDeals>,
): void {
	const { i, input, deals, key, isAtomic, isDry } = operation;
	const { carriedOut } = course.watch;
	carriedOut.set(i, [...(carriedOut.get(i) ?? []), course.world.now]);
	course.call(operation, {
		method: 'post',
		path: '/api-ingest',
		body: input ?? { deals },
		headers: key ? { 'idempotency-key': key } : {},
		query: { ...(isAtomic && { atomic: 'true' }), ...(isDry && { dry_run: 'true' }) },
	});
}

/** The same request with the same key once more. */
function again(course: Course, { of, ofOperation }: { of: number; ofOperation?: number }): void {
	type Keyed = SimulatedOperation & Partial<IngestOne & BulkDeals>;
	const sent = (course.plan.operations as Keyed[]).filter(
		({ i, key }) => key && course.watch.carriedOut.has(i),
	);
	const meant = ofOperation === undefined ? sent : sent.filter(({ i }) => i === ofOperation);
	const one = meant[of % Math.max(1, meant.length)];
	if (one) ingest(course, one);
}
