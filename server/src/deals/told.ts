import type { Contact } from '../../../contract/types';
import type { StoredDeal } from './store';

/**
 * What many changes in one transaction have told so far. A company that several of them rename is told of once, at the
 * end: told with each of them, a thousand deals of one company would be half a million events.
 */
export type Told = {
	/** Deals and contacts as they were last told of, where they may show something else by now. */
	deals: Map<string, StoredDeal>;
	contacts: Map<string, Contact>;
	/** The companies that have changed. */
	companies: Set<string>;
};

/** Returns the beginning of many changes. */
export function nothingTold(): Told {
	return { deals: new Map(), contacts: new Map(), companies: new Set() };
}

/** Returns a deal as it was last told of, which may be before its company changed. */
export function lastTold(told: Told | undefined, deal: StoredDeal): StoredDeal {
	const isUntold = deal.company !== null && told?.companies.has(deal.company.id);
	return (isUntold && told?.deals.get(deal.row.id)) || deal;
}
