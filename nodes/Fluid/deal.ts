import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Deal } from '../../contract/types';
import { dealActs } from './dealActs';
import { actOnDeals, updateDeals, upsertDeals } from './dealIngest';
import { dealPicker, pipelineOfEmail, readDealId } from './dealPicker';
import { dealProperties } from './dealProperties';
import { dealFilters, readDealFilters } from './dealSearch';
import { dealUpdateProperties } from './dealUpdate';
import { shownFor, sortedByName } from './fields';
import { howMany, listFor } from './getMany';
import { forEachItem, type Resource } from './operation';
import type { FluidConnection } from './request';
import { savingGroup } from './savingOptions';
import { asWanted, simplifiedDeal, simplify } from './simplify';
import { fromSecond, inFirst } from './version';

const dealId: INodeProperties = {
	displayName: 'Deal ID',
	name: 'dealId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. deal_01k9m6t0x9k6a2dn8h0x3f7q1s',
	description: "The deal's ID in Fluid",
};

/** Deals: creating and updating, moving on, reading, finding, deleting. */
export const dealResource: Resource = {
	name: 'Deal',
	value: 'deal',
	menu: sortedByName([
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update a deal',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
		{ name: 'Delete', value: 'delete', action: 'Delete a deal', description: 'Delete a deal' },
		{
			name: 'Get',
			value: 'get',
			action: 'Get a deal',
			description: 'Get one deal by its ID, External ID or the email address of its contact',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many deals',
			description: 'Find deals, newest first',
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a deal',
			description: 'Change fields of a deal; never creates one',
		},
		...dealActs.map(({ menu }) => menu),
	]),
	properties: [
		...shownFor('deal', ['upsert'], dealProperties()),
		...shownFor('deal', ['update'], dealUpdateProperties()),
		...shownFor(
			'deal',
			['get', 'delete'],
			[inFirst(dealId), ...[dealPicker, pipelineOfEmail].map(fromSecond)],
		),
		...dealActs.flatMap(({ menu, properties }) =>
			shownFor('deal', [menu.value], [...properties, savingGroup]),
		),
		...shownFor('deal', ['getAll'], [...howMany, ...dealFilters]),
		...shownFor('deal', ['get', 'getAll'], [simplify]),
	],
	operations: {
		upsert: upsertDeals,
		update: updateDeals,
		...Object.fromEntries(dealActs.map((act) => [act.menu.value, actOnDeals(act)])),
		get: forEachItem(async (context, fluid, item) => {
			const found = await fluid<Deal>({ method: 'GET', path: await path(context, fluid, item) });
			return asWanted(context, item, [found], simplifiedDeal);
		}),
		delete: forEachItem(async (context, fluid, item) => {
			const id = await readDealId(context, fluid, item);
			await fluid({ method: 'DELETE', path: pathOf(id) });
			return { id, deleted: true };
		}),
		getAll: forEachItem(async (context, fluid, item) => {
			const filters = await readDealFilters(context, fluid, item);
			const found = await listFor<Deal>(context, fluid, item, '/api-deals', filters);
			return asWanted(context, item, found, simplifiedDeal);
		}),
	},
};

async function path(
	context: IExecuteFunctions,
	fluid: FluidConnection,
	item: number,
): Promise<string> {
	return pathOf(await readDealId(context, fluid, item));
}

function pathOf(id: string): string {
	return `/api-deals/${encodeURIComponent(id)}`;
}
