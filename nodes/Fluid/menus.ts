import type { INodeProperties } from 'n8n-workflow';
import type { Resource } from './operation';

/** What a menu stands on at first, where a resource has it. */
const FIRST_CHOICE = ['upsert', 'getAll', 'get'];

/** Returns the operation menu of each resource. */
export function operationMenus(resources: Resource[]): INodeProperties[] {
	return resources.map(({ value, menu }) => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: menu,
		default: firstChoice(menu),
	}));
}

function firstChoice(menu: Resource['menu']): string {
	return FIRST_CHOICE.find((name) => menu.some(({ value }) => value === name)) ?? '';
}
