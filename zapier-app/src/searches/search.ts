import type { ZObject } from 'zapier-platform-core';

/** How many results are looked at to find the best. */
export const MOST_RESULTS = 200;

/** Returns a search term as text; what is not filled in is no term. */
export const term = (value: unknown) => String(value ?? '').trim();

/** @throws when none of the terms is filled in: everything would match */
export function needOne(z: ZObject, terms: Record<string, string>): void {
	if (Object.values(terms).some(Boolean)) return;
	const labels = new Intl.ListFormat('en', { type: 'disjunction' }).format(Object.keys(terms));
	throw new z.errors.Error(`Fill in what to look for: ${labels}.`, 'empty_search');
}
