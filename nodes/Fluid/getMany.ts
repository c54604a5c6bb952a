import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { listAll } from './pages';
import type { FluidConnection } from './request';

/** Return All and Limit, as every list of n8n has them. */
export const howMany: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** Returns what a list has for an item: all of it, or as much as the user asks for. */
export async function listFor<T>(
	context: IExecuteFunctions,
	fluid: FluidConnection,
	item: number,
	path: string,
	filters: IDataObject = {},
): Promise<T[]> {
	const isAll = context.getNodeParameter('returnAll', item, false) === true;
	const limit = isAll ? Infinity : Number(context.getNodeParameter('limit', item, 50));
	return await listAll<T>(fluid, path, filters, limit);
}
