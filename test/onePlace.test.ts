import type { INodeProperties } from 'n8n-workflow';
import { expect, test } from 'vitest';
import type { Schema } from '../contract/bundle';
import { calls } from '../contract/calls';
import { type EventDeclaration, events } from '../contract/events';
import { schemas } from '../contract/schemas';
import { watchableFields } from '../contract/watchable';
import { contactProperties, newContactProperties } from '../nodes/Fluid/contactFields';
import { clearableFields } from '../nodes/Fluid/dealFields';
import { dealProperties } from '../nodes/Fluid/dealProperties';
import { filters } from '../nodes/Fluid/filters';
import { triggerProperties } from '../nodes/Fluid/triggerProperties';

/** A schema of the contract with one more property. */
function extended(schema: object, key: string, property: Schema): Schema {
	const { properties, ...rest } = schema as Schema & { properties: object };
	return { ...rest, properties: { ...properties, [key]: property } };
}

const priority: Schema = {
	title: 'Priority',
	type: ['string', 'null'],
	enum: ['low', 'high'],
	description: 'How urgent the deal is.',
};

const group = (properties: ReturnType<typeof dealProperties>, name: string) =>
	properties.find((property) => property.name === name)?.options;

test('a field added to the deals of the contract appears in the node', () => {
	const properties = dealProperties(extended(schemas.dealInput, 'priority', priority));

	expect(group(properties, 'additionalFields')).toContainEqual({
		displayName: 'Priority',
		name: 'priority',
		type: 'options',
		description: 'How urgent the deal is.',
		default: 'low',
		options: [
			{ name: 'High', value: 'high' },
			{ name: 'Low', value: 'low' },
		],
	});
});

test('a group of fields added to the deals of the contract appears as a group', () => {
	const address: Schema = {
		title: 'Address',
		description: 'Where the customer is.',
		type: 'object',
		properties: { city: { title: 'City', type: 'string', description: 'The town, e.g. London.' } },
	};

	const properties = dealProperties(extended(schemas.dealInput, 'address', address));

	expect(group(properties, 'address')).toMatchObject([{ displayName: 'City', name: 'city' }]);
});

test('deals and contacts are found by what the contract says, in its words', () => {
	const inContract = (path: string) =>
		calls.find((call) => call.method === 'GET' && call.path === path)?.query ?? [];
	const inNode = (path: string) => (filters(path).options ?? []) as INodeProperties[];

	for (const path of ['/api-deals', '/api-contacts']) {
		for (const { name, description } of inContract(path)) {
			if (['pipeline_id', 'stage_id'].includes(name)) continue;
			expect(inNode(path)).toContainEqual(expect.objectContaining({ name, description }));
		}
	}
});

test('a field that can be empty can be cleared', () => {
	const options = clearableFields(extended(schemas.dealInput, 'priority', priority));

	expect(options).toContainEqual({ name: 'Priority', value: 'priority' });
});

test('a field added to the contacts of the contract appears where a contact is created or changed', () => {
	const language: Schema = { title: 'Language', type: 'string', description: 'E.g. English.' };

	const schema = extended(schemas.contactChange, 'language', language);

	for (const properties of [contactProperties(schema), newContactProperties(schema)]) {
		expect(group(properties, 'changes')).toContainEqual(
			expect.objectContaining({ displayName: 'Language', name: 'language', type: 'string' }),
		);
	}
});

test('a field added to the deals of the contract can be watched', () => {
	const fields = watchableFields([], [extended(schemas.deal, 'priority', priority)]);

	expect(fields).toContainEqual({ label: 'Priority', value: 'priority' });
});

test('an event added to the contract can start a workflow, with the filters it has', () => {
	const archived: EventDeclaration = {
		title: 'Deal Archived',
		trigger: 'Archived Deal',
		description: 'Triggers when a deal is archived.',
		data: ['deal'],
		filters: ['pipeline_id'],
		specificity: 11,
		example: {},
	};

	const properties = triggerProperties({ ...events, 'deal.archived': archived });

	expect(group(properties, 'events')).toContainEqual({
		name: 'Deal Archived',
		value: 'deal.archived',
		description: 'Triggers when a deal is archived.',
	});
	const shownFor = (name: string) =>
		properties.find((property) => property.name === name)?.displayOptions?.show?.events;
	expect(shownFor('pipeline')).toContain('deal.archived');
	expect(shownFor('fromStage')).not.toContain('deal.archived');
});
