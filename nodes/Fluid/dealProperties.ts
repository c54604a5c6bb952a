import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { customFieldMapper } from './customFieldMapper';
import { contactEmail, dealFields } from './dealFields';
import { dealOptions } from './dealOptions';
import { collection, propertyFor, sortedByName } from './fields';
import { byIdMode, locator, pipelineLocator, stageLocator } from './locators';
import { newDealOnly } from './newDealOnly';
import { fromSecond, inFirst } from './version';

/** Returns the properties for creating or updating a deal. */
export function dealProperties(schema?: Schema): INodeProperties[] {
	const { top, groups } = dealFields(schema);
	return [
		...top.flatMap((field) =>
			(upsertTop[field.key] ?? ((property) => [property]))(propertyFor(field)),
		),
		...placeProperties,
		...prominentProperties(schema),
		...groups.map((field) => propertyFor(field)).map(withoutEmail),
		additionalFields(schema),
		newDealOnly(),
		customFieldMapper,
		dealOptions(schema),
	];
}

/** How a field stands above the pickers. */
const upsertTop: Record<string, (property: INodeProperties) => INodeProperties[]> = {
	name: (property) => [{ ...property, placeholder: 'e.g. Acme website' }],
	match_on: (property) => [{ ...property, default: '', options: matchOptions }],
	// Not required: n8n shows it for every expression in Match On, and could not run without it then.
	id: (property) => [
		inFirst({ ...property, displayOptions: { show: { match_on: ['id'] } } }),
		fromSecond({
			...locator({
				displayName: 'Deal',
				name: property.name,
				description: property.description ?? '',
				search: 'searchDeals',
				modes: [byIdMode('deal_01k9m6t0x9k6a2dn8h0x3f7q1s')],
			}),
			displayOptions: { show: { match_on: ['id'] } },
		}),
		fromSecond({ ...propertyFor(contactEmail), placeholder: 'e.g. ada@example.com' }),
	],
	external_id: (property) => [{ ...property, placeholder: 'e.g. smartlead-4711' }],
};

/** The rules by which a deal is found, each with what it does. */
export const matchOptions: INodePropertyOptions[] = sortedByName([
	{
		name: 'Automatic',
		value: '',
		description:
			'By Deal ID if given, otherwise by External ID if given, otherwise create a new deal',
	},
	{
		name: 'Email',
		value: 'email',
		description: 'Updates the one open deal of the contact with this email address in the pipeline',
	},
	{
		name: 'External ID',
		value: 'external_id',
		description: 'Updates the deal with this ID from your system',
	},
	{ name: 'ID', value: 'id', description: 'Updates the deal with this Fluid ID' },
	{ name: 'None', value: 'none', description: 'Always creates a new deal' },
]);

/** The pickers of pipeline and stage. */
export const placeProperties: INodeProperties[] = [
	pipelineLocator(
		'Pipeline of the deal. When empty, a new deal goes to the first pipeline and an existing one stays where it is. By Name suits a template for several workspaces.',
	),
	stageLocator(
		'Stage',
		'stage',
		'Stage of the deal. When empty, a new deal starts in the first stage and an existing one stays where it is.',
	),
];

/** Returns what most deals are given, below the pickers. */
export function prominentProperties(schema?: Schema): INodeProperties[] {
	return dealFields(schema).prominent.map(propertyFor).map(unchangedAtFirst).map(fromSecond);
}

/** A choice that always shows must be able to say nothing. */
function unchangedAtFirst(property: INodeProperties): INodeProperties {
	if (property.type !== 'options') return property;
	const options = property.options as INodePropertyOptions[];
	const unchanged = { name: 'Unchanged', value: '', description: 'Unchanged; a new deal is open' };
	return { ...property, default: '', options: sortedByName([...options, unchanged]) };
}

/** The contact's email address stands above the pickers. */
function withoutEmail(property: INodeProperties): INodeProperties {
	if (property.name !== 'contact') return property;
	const options = (property.options as INodeProperties[]).map((option) =>
		option.name === contactEmail.key ? inFirst(option) : option,
	);
	return { ...property, options };
}

/** Returns the group of what is seldom given, and `more` in it. */
export function additionalFields(schema?: Schema, more: INodeProperties[] = []): INodeProperties {
	const { additional, prominent } = dealFields(schema);
	return collection('Additional Fields', 'additionalFields', [
		...additional.map(propertyFor),
		...prominent.map(propertyFor).map(inFirst),
		...more,
	]);
}
