import {
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	NodeHelpers,
} from 'n8n-workflow';
import { beforeAll, describe, expect, test } from 'vitest';
import { events } from '../contract/events';
import { plainDealFields } from '../contract/plainDealFields';
import codex from '../nodes/Fluid/Fluid.node.json';
import { dealActs } from '../nodes/Fluid/dealActs';
import { loadNodePackage, type NodePackage } from './support/nodePackage';

let nodes: NodePackage;

beforeAll(async () => {
	nodes = await loadNodePackage();
});

/** Every property of a node, those inside groups included. */
function everyProperty(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.type === 'collection'
			? everyProperty((property.options ?? []) as INodeProperties[])
			: []),
	]);
}

// A notice has no label: it is a text.
const propertiesOf = (name: string) =>
	everyProperty(nodes.nodeType(name).description.properties).filter(
		({ type }) => type !== 'notice',
	);

/** What the user chooses from. */
const choicesOf = (name: string) =>
	propertiesOf(name)
		.filter(({ type }) => ['options', 'multiOptions'].includes(type))
		.map(({ displayName, options = [] }) => ({
			displayName,
			names: (options as INodePropertyOptions[]).map((option) => option.name),
		}));

const SMALL_WORDS = /^(a|and|as|at|by|for|from|in|of|on|or|the|to)$/;
const isTitleCase = (label: string) =>
	label
		.split(' ')
		.every((word, index) => /^[^a-z]/.test(word) || (index > 0 && SMALL_WORDS.test(word)));
const withoutEmoji = (text: string) => !/\p{Extended_Pictographic}/u.test(text);
const sorted = (names: string[]) => [...names].sort((one, other) => one.localeCompare(other));

describe.each(['fluid', 'fluidTrigger', 'fluidPollingTrigger'])('in the node %s', (name) => {
	test('labels are in title case, without emoji', () => {
		const labels = [
			...propertiesOf(name).map(({ displayName }) => displayName),
			...choicesOf(name).flatMap(({ names }) => names),
		];

		expect(labels.filter((label) => !isTitleCase(label))).toEqual([]);
		expect(labels.filter((label) => !withoutEmoji(label))).toEqual([]);
	});

	test('choices are in the order of their names', () => {
		for (const { displayName, names } of choicesOf(name)) {
			expect([displayName, names]).toEqual([displayName, sorted(names)]);
		}
	});

	test('fields of a group are in the order of their labels', () => {
		for (const { displayName, type, options = [] } of propertiesOf(name)) {
			if (type !== 'collection') continue;
			const labels = (options as INodeProperties[]).map((field) => field.displayName);
			expect([displayName, labels]).toEqual([displayName, sorted(labels)]);
		}
	});

	test('a default is one of the choices', () => {
		const odd = propertiesOf(name).filter(({ type, options = [], default: value }) => {
			const values = (options as INodePropertyOptions[]).map((option) => option.value);
			return type === 'options' && !values.includes(value as string);
		});

		expect(odd.map(({ displayName }) => displayName)).toEqual([]);
	});

	test('every field but the groups and the menus says what it is for', () => {
		const silent = propertiesOf(name).filter(
			({ name: key, type, description = '' }) =>
				description === '' && type !== 'collection' && !['resource', 'operation'].includes(key),
		);

		expect(silent.map(({ displayName }) => displayName)).toEqual([]);
	});

	test('a switch says what it decides', () => {
		const switches = propertiesOf(name).filter(({ type }) => type === 'boolean');

		expect(switches.filter(({ description = '' }) => !description.startsWith('Whether'))).toEqual(
			[],
		);
	});

	test('no two fields shown together have the same name', () => {
		const shown = nodes
			.nodeType(name)
			.description.properties.map(({ name: key, displayOptions }) =>
				JSON.stringify([key, displayOptions?.show]),
			);

		expect(new Set(shown).size).toBe(shown.length);
	});
});

test('what is often done with a deal is among the words by which the list of nodes finds the node', () => {
	const actions = dealActs.map(({ menu }) => menu.action);

	expect(codex.alias).toEqual(expect.arrayContaining(actions));
});

test('the trigger offers every event, in the order of their names', () => {
	const offered = choicesOf('fluidTrigger').find(({ displayName }) => displayName === 'Events');

	expect(offered?.names).toEqual(
		Object.values(events)
			.map(({ title }) => title)
			.sort(),
	);
});

/** What n8n shows of the node Fluid for these parameters, groups with the fields in them. */
function shown(parameters: INodeParameters, typeVersion: number) {
	const { description } = nodes.nodeType('fluid', typeVersion);
	const isShown = (property: INodeProperties, of: INodeParameters) =>
		NodeHelpers.displayParameter(of, property, { typeVersion }, description, parameters);
	return description.properties
		.filter((property) => isShown(property, parameters))
		.map(({ displayName, type, options = [] }) =>
			type === 'collection'
				? [
						displayName,
						(options as INodeProperties[])
							.filter((field) => isShown(field, {}))
							.map((field) => field.displayName),
					]
				: displayName,
		);
}

/** The labels of a deal's fields that are no group and have no place of their own. */
const PLACED = ['Value', 'External ID'];
const further = plainDealFields
	.map(({ label }) => label)
	.filter((label) => !PLACED.includes(label));

const ONLY_FOR_A_NEW_DEAL = [
	'Only for a New Deal',
	sorted([
		...['Company', 'Contact', 'Contact Rule', 'Currency', 'Custom Fields', 'Deal Name'],
		...['External ID', 'Lost Reason', 'Note', 'Pipeline', 'Reminder', 'Stage', 'Status', 'Value'],
		...further,
	]),
];

test('Create or Update offers the fields of a deal where the user looks for them', () => {
	const upsert = { resource: 'deal', operation: 'upsert', match_on: 'email' };

	expect(shown(upsert, 2)).toEqual([
		'Resource',
		'Operation',
		'Deal Name',
		'Match On',
		'Email',
		'External ID',
		'Pipeline',
		'Stage',
		'Value',
		'Status',
		'Note',
		['Contact', ['Contact Name', 'First Name', 'Job Title', 'Last Name', 'LinkedIn URL', 'Phone']],
		['Company', ['Company Domain', 'Company Name']],
		['Reminder', ['Reminder At', 'Reminder in Days', 'Reminder Note']],
		['Additional Fields', sorted(['Currency', 'Lost Reason', ...further])],
		ONLY_FOR_A_NEW_DEAL,
		'Custom Fields',
		[
			'Options',
			[
				'Contact Rule',
				'Custom Fields to Clear Names or IDs',
				'Dry Run',
				'Fields to Clear',
				'Idempotency Key',
				'Mode',
			],
		],
	]);
});

test('a step of the first version keeps its fields where they were', () => {
	const upsert = { resource: 'deal', operation: 'upsert', match_on: 'email' };

	expect(shown(upsert, 1)).toEqual([
		'Resource',
		'Operation',
		'Deal Name',
		'Match On',
		'External ID',
		'Pipeline',
		'Stage',
		[
			'Contact',
			['Contact Name', 'Email', 'First Name', 'Job Title', 'Last Name', 'LinkedIn URL', 'Phone'],
		],
		['Company', ['Company Domain', 'Company Name']],
		['Reminder', ['Reminder At', 'Reminder in Days', 'Reminder Note']],
		[
			'Additional Fields',
			sorted(['Currency', 'Lost Reason', 'Note', 'Status', 'Value', ...further]),
		],
		ONLY_FOR_A_NEW_DEAL,
		'Custom Fields',
		[
			'Options',
			[
				'Contact Rule',
				'Custom Fields to Clear Names or IDs',
				'Dry Run',
				'Fields to Clear',
				'Idempotency Key',
				'Mode',
			],
		],
	]);
});
