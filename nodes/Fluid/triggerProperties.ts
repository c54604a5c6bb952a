import type { INodeProperties, INodePropertyOptions, INodePropertyTypeOptions } from 'n8n-workflow';
import { type EventDeclaration, events, type FilterName } from '../../contract/events';
import { schemas } from '../../contract/schemas';
import { collection, sortedByName } from './fields';
import { triedWith } from './latestEvent';
import { fromThird } from './version';
import { byNameOrIdModes, locator, pipelineLocator, stageLocator } from './locators';

type Catalogue = Record<string, EventDeclaration>;

const { properties } = schemas.webhookFilters;

const HOW_TO_CHOOSE =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.';

// Apart from its property: the linter wants to see the description as one literal beside it.
const fromWatchableFields: INodePropertyTypeOptions = {
	loadOptionsMethod: 'getWatchableFields',
	loadOptionsDependsOn: ['pipeline.value', 'pipeline.mode'],
};

/** The picker of each filter; what it does stands in the contract. */
const pickers: Record<FilterName, INodeProperties> = {
	pipeline_id: pipelineLocator(properties.pipeline_id.description),
	stage_id: stageLocator(properties.stage_id.title, 'stage', properties.stage_id.description),
	from_stage_id: stageLocator(
		properties.from_stage_id.title,
		'fromStage',
		properties.from_stage_id.description,
	),
	form_id: locator({
		displayName: properties.form_id.title,
		name: 'form',
		description: properties.form_id.description,
		search: 'searchForms',
		modes: byNameOrIdModes({ name: 'Contact us', id: 'frm_01k9m6t0xdqe6ht2ndm427av5y' }),
	}),
	changed_fields: {
		displayName: `${properties.changed_fields.title} Names or IDs`,
		name: 'changedFields',
		type: 'multiOptions',
		default: [],
		description: `${properties.changed_fields.description} ${HOW_TO_CHOOSE}`,
		typeOptions: fromWatchableFields,
	},
};

/** Returns the properties of the trigger: its events and their filters, and how it is tried and caught up. */
export function triggerProperties(catalogue: Catalogue = events): INodeProperties[] {
	return [
		howEventsArrive(INSTANTLY),
		...whichEvents(catalogue, fromThird(whenSeveral)),
		...triedWith,
		collection('Options', 'options', [catchUp, includeProofs, keepOrder, simplify]),
	];
}

/** Returns the properties of the trigger that fetches: n8n itself adds how often. */
export function pollingProperties(): INodeProperties[] {
	return [
		howEventsArrive(FETCHED),
		...whichEvents(events, whenSeveral),
		collection('Options', 'options', [simplify]),
	];
}

const INSTANTLY =
	'<b>How events arrive:</b> instantly. Fluid sends them to this n8n, which it must be able to reach. For an n8n on a laptop or behind a firewall, use the <b>Fluid Polling Trigger</b>, which fetches them every minute.';

const FETCHED =
	'<b>How events arrive:</b> fetched, every minute unless you choose otherwise above. Nobody needs to reach this n8n from outside. If Fluid can reach it, use the <b>Fluid Trigger</b>: it starts workflows instantly.';

function howEventsArrive(text: string): INodeProperties {
	return { displayName: text, name: 'howEventsArrive', type: 'notice', default: '' };
}

/** The events, and each filter while an event is chosen that it applies to. */
function whichEvents(catalogue: Catalogue, several: INodeProperties): INodeProperties[] {
	const filterNames = Object.keys(pickers) as FilterName[];
	return [
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			default: [],
			options: eventOptions(catalogue),
			description: 'What starts the workflow, in any combination',
		},
		several,
		...filterNames.map((name) => ({
			...pickers[name],
			displayOptions: { show: { events: eventsWith(name, catalogue) } },
		})),
	];
}

function eventOptions(catalogue: Catalogue): INodePropertyOptions[] {
	const entries = Object.entries(catalogue);
	return sortedByName(
		entries.map(([value, { title, description }]) => ({ name: title, value, description })),
	);
}

function eventsWith(filter: FilterName, catalogue: Catalogue): string[] {
	return Object.keys(catalogue).filter((name) => catalogue[name]?.filters.includes(filter));
}

const whenSeveral: INodeProperties = {
	displayName: 'When One Change Fires Several Events',
	name: 'deliver',
	type: 'options',
	noDataExpression: true,
	default: 'each_change',
	description:
		'What to do when one change fires several of the chosen events, e.g. a deal that is moved to another stage and won at once',
	options: [
		{
			name: 'Start Once',
			value: 'each_change',
			description:
				'The workflow starts once for the change. The output is called after its most important event, and lists all of them under types.',
		},
		{
			name: 'Start Once for Each Event',
			value: 'each_event',
			description: 'The workflow starts once for every event that was chosen',
		},
	],
};

const includeProofs: INodeProperties = {
	displayName: 'Include Proofs',
	name: 'includeProofs',
	type: 'boolean',
	default: false,
	description:
		'Whether to also start the workflow for the sample lead of a roll-out that is being proven, which every other workflow is spared',
};

const keepOrder: INodeProperties = {
	displayName: 'Keep Order',
	name: 'keepOrder',
	type: 'boolean',
	default: false,
	description:
		'Whether to send the next event of a deal or contact only once the one before has arrived. Events of others do not wait for it.',
};

const catchUp: INodeProperties = {
	displayName: 'Catch Up on Activation',
	name: 'catchUp',
	type: 'boolean',
	default: false,
	description:
		'Whether to also start the workflow for events that happened while it was switched off, once it is switched on again',
};

const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: false,
	description:
		'Whether to return a simplified version of the response instead of the raw data: the deal, contact or submission alone',
};
