import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { Event } from '../../contract/types';
import { fetchPage, type ListPage } from './pages';
import type { FluidConnection } from './request';
import { chosenWithFilters } from './wantedWebhook';

/** So many pages of the newest events are looked through for one that fits. */
const MOST_PAGES = 5;

const NONE =
	'Nothing has happened in Fluid in the last 30 days that fits these events and filters. Make it happen there, e.g. create a deal, then try again.';

/**
 * Returns the newest event that fits the node, in JSON, for a run by hand. Nothing is taken from the published workflow.
 *
 * @throws NodeOperationError when there is none
 */
export async function latestExample(
	context: IPollFunctions,
	fluid: FluidConnection,
): Promise<string> {
	const { events, filters } = await chosenWithFilters(context, fluid);
	const query: IDataObject = { type: events.join(','), limit: 1, ...inQuery(filters) };
	let cursor: string | null = null;
	for (let page = 1; page <= MOST_PAGES; page += 1) {
		const more = cursor === null ? {} : { cursor };
		const found: ListPage<Event> = await fetchPage(fluid, '/api-events', { ...query, ...more });
		if (found.data.length > 0) return JSON.stringify(found.data[0]);
		cursor = found.next_cursor;
		if (cursor === null) break;
	}
	throw new NodeOperationError(context.getNode(), NONE);
}

function inQuery(filters: object): IDataObject {
	return Object.fromEntries(
		Object.entries(filters).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(',') : (value as string),
		]),
	);
}
