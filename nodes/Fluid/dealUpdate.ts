import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { dealProperties } from './dealFields';

/** What says which deal is meant; it stands before what changes of it. */
const WHICH = ['match_on', 'id', 'external_id'];

/** Returns the properties for updating a deal: those for creating or updating one, save what a new deal needs. */
export function dealUpdateProperties(): INodeProperties[] {
	const all = dealProperties().map((property) => ({
		...property,
		...exceptions[property.name]?.(property),
	}));
	const says = ({ name }: INodeProperties) => WHICH.includes(name);
	return [...all.filter(says), ...all.filter((property) => !says(property))];
}

const exceptions: Record<string, (property: INodeProperties) => Partial<INodeProperties>> = {
	name: () => ({
		description: 'New name of the deal, e.g. Acme website. When empty, it keeps its name.',
	}),
	match_on: ({ options = [] }) => ({
		default: 'id',
		description:
			'How to find the deal to update; Email means the one open deal of that contact in the pipeline',
		options: (options as INodePropertyOptions[]).filter(
			({ value }) => value !== '' && value !== 'none',
		),
	}),
	options: ({ options = [] }) => ({
		options: options.filter(({ name }) => name !== 'mode') as INodeProperties[],
	}),
};
