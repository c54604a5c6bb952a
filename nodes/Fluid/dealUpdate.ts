import type { INodeProperties } from 'n8n-workflow';
import { customFieldMapper } from './customFieldMapper';
import { dealFields } from './dealFields';
import { dealOptions } from './dealOptions';
import { dealPicker } from './dealPicker';
import {
	additionalFields,
	matchOptions,
	placeProperties,
	prominentProperties,
} from './dealProperties';
import { propertyFor } from './fields';
import { fromSecond, inFirst } from './version';

/** Returns the properties for updating a deal: which one, then what changes of it. */
export function dealUpdateProperties(): INodeProperties[] {
	const { top, groups } = dealFields();
	const [name, match, id, externalId] = ['name', 'match_on', 'id', 'external_id'].map((key) =>
		propertyFor(top.find((field) => field.key === key)!),
	) as [INodeProperties, INodeProperties, INodeProperties, INodeProperties];
	return [
		inFirst({
			...match,
			default: 'id',
			description:
				"How to find the deal to update; Email means the contact's one open deal in the pipeline",
			options: matchOptions.filter(({ value }) => value !== '' && value !== 'none'),
		}),
		inFirst({ ...id, displayOptions: { show: { match_on: ['id'] } } }),
		inFirst({ ...externalId, placeholder: 'e.g. smartlead-4711' }),
		fromSecond(dealPicker),
		{
			...name,
			placeholder: 'e.g. Acme website',
			description: 'New name of the deal, e.g. Acme website. When empty, it keeps its name.',
		},
		...placeProperties,
		...prominentProperties(),
		...groups.map(propertyFor),
		additionalFields(undefined, [fromSecond(externalId)]),
		customFieldMapper,
		dealOptions(undefined, ['mode']),
	];
}
