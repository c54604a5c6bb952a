import type { PlainInputField } from 'zapier-platform-core';
import { findContactSearch } from './findContact';
import { findDealSearch } from './findDeal';

type Search = { operation: { inputFields?: unknown[] } };

/** Which search asks for a list, and the keys of its inputs that the API has other names for. */
const searches: Array<[list: string, Search, keys: Record<string, string>]> = [
	['/api-deals?', findDealSearch, { email: 'contact_email', q: 'name' }],
	['/api-contacts?', findContactSearch, { q: 'name' }],
];

/**
 * Returns the label of the input that a part of the query of a search comes from, e.g. "Contact Email" of /email.
 *
 * @param path of the call, with its query
 */
export function queryLabelAt(path: string, pointer: string): string | undefined {
	const [, search, keys = {}] = searches.find(([list]) => path.includes(list)) ?? [];
	const name = pointer.slice(1);
	const fields = (search?.operation.inputFields ?? []) as PlainInputField[];
	return fields.find(({ key }) => key === (keys[name] ?? name))?.label;
}
