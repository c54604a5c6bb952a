import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { Contact, Deal } from '../../contract/types';
import { fetchPage } from './pages';
import { connect } from './request';

/** How many of the newest a list shows at once; more come as the user scrolls. */
const AT_ONCE = 50;

/** Lists deals, the newest first, that have what the user typed in their name or in that of contact or company. */
export async function searchDeals(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return listed<Deal>(this, '/api-deals', filter, paginationToken, ({ id, url, ...deal }) => {
		const whose = [deal.contact?.name ?? deal.contact?.email, deal.stage_name].filter(Boolean);
		return { name: `${deal.name} (${whose.join(', ')})`, value: id, url };
	});
}

/** Lists contacts, the newest first, that have what the user typed in their name or email address. */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return listed<Contact>(this, '/api-contacts', filter, paginationToken, ({ id, name, email }) => ({
		name: name !== null && email !== null ? `${name} (${email})` : (name ?? email ?? id),
		value: id,
	}));
}

type Entry = INodeListSearchResult['results'][number];

async function listed<T>(
	context: ILoadOptionsFunctions,
	path: string,
	filter = '',
	cursor: string | undefined,
	entry: (found: T) => Entry,
): Promise<INodeListSearchResult> {
	const q = filter.trim();
	const filters = q === '' ? {} : { q };
	const { data, next_cursor } = await fetchPage<T>(await connect(context), path, {
		...filters,
		limit: AT_ONCE,
		cursor,
	});
	return { results: data.map(entry), paginationToken: next_cursor ?? undefined };
}
