import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Deal } from '../../contract/types';
import { dealProperties } from './dealFields';
import { dealUpdateProperties } from './dealUpdate';
import { dealFilters, readDealFilters } from './dealSearch';
import { shownFor } from './fields';
import { howMany, listFor } from './getMany';
import { readId } from './id';
import { updateDeals, upsertDeals } from './ingest';
import { forEachItem, type Resource } from './operation';
import { asWanted, simplifiedDeal, simplify } from './simplify';

const dealId: INodeProperties = {
	displayName: 'Deal ID',
	name: 'dealId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. deal_01k9m6t0x9k6a2dn8h0x3f7q1s',
	description: 'The ID that Fluid gave the deal',
};

/** Deals: creating and updating, reading, finding, deleting. */
export const deal: Resource = {
	name: 'Deal',
	value: 'deal',
	menu: [
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update a deal',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
		{ name: 'Delete', value: 'delete', action: 'Delete a deal', description: 'Delete a deal' },
		{ name: 'Get', value: 'get', action: 'Get a deal', description: 'Get one deal by its ID' },
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many deals',
			description: 'Find deals, the newest first',
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a deal',
			description: 'Change fields of a deal, never create one',
		},
	],
	properties: [
		...shownFor('deal', ['upsert'], dealProperties()),
		...shownFor('deal', ['update'], dealUpdateProperties()),
		...shownFor('deal', ['get', 'delete'], [dealId]),
		...shownFor('deal', ['getAll'], [...howMany, ...dealFilters]),
		...shownFor('deal', ['get', 'getAll'], [simplify]),
	],
	operations: {
		upsert: upsertDeals,
		update: updateDeals,
		get: forEachItem(async (context, fluid, item) => {
			const found = await fluid<Deal>({ method: 'GET', path: path(context, item) });
			return asWanted(context, item, [found], simplifiedDeal);
		}),
		delete: forEachItem(async (context, fluid, item) => {
			await fluid({ method: 'DELETE', path: path(context, item) });
			return { id: readId(context, 'dealId', item), deleted: true };
		}),
		getAll: forEachItem(async (context, fluid, item) => {
			const filters = await readDealFilters(context, fluid, item);
			const found = await listFor<Deal>(context, fluid, item, '/api-deals', filters);
			return asWanted(context, item, found, simplifiedDeal);
		}),
	},
};

function path(context: IExecuteFunctions, item: number): string {
	return `/api-deals/${readId(context, 'dealId', item)}`;
}
