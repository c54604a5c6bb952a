import { describe, expect, test } from 'vitest';
import { editedSteps, mergeFlows } from '../../src/cli/clients/merge';
import type { N8nFlow, N8nNode } from '../../src/cli/clients/n8nTypes';
import { isAsExpected } from '../../src/cli/clients/samples';
import { sentSettingsOf, planSettings } from '../../src/cli/clients/settings';

const step = (id: string, parameters: object, more: Partial<N8nNode> = {}): N8nNode => ({
	...{ id, name: `Step ${id}`, type: 'n8n-nodes-base.set', typeVersion: 3, position: [0, 0] },
	parameters: parameters as N8nNode['parameters'],
	...more,
});
const flow = (...nodes: N8nNode[]): N8nFlow => ({ nodes, connections: { a: 1 } });

describe('what a client has changed', () => {
	test('is no step that the editor has only saved', () => {
		const sent = flow(step('1', { resource: 'deal', path: '', name: 'x' }));
		const live = flow(step('1', { path: 'abc', name: 'x', options: {} }, { position: [16, 32] }));
		expect(editedSteps(sent, live)).toEqual([]);
	});

	test('is a step with another value, one that is new or gone, and the connections', () => {
		const sent = flow(step('1', { name: 'x' }), step('2', {}));
		const live = { nodes: [step('1', { name: 'y' }), step('3', {})], connections: { b: 1 } };
		expect(editedSteps(sent, live)).toEqual(['Step 1', 'Step 3', 'Step 2', 'the connections']);
	});
});

describe('a newer version of a template', () => {
	test('takes a step that only one of the two has changed from that one', () => {
		const sent = flow(step('1', { a: 1 }), step('2', { a: 1 }), step('3', { a: 1 }));
		const live = flow(
			step('1', { a: 2 }, { webhookId: 'w' }),
			step('2', { a: 1 }, { webhookId: 'v' }),
			step('3', { a: 1 }),
		);
		const wanted = flow(
			step('1', { a: 1 }),
			step('2', { a: 3 }),
			step('3', { a: 1 }),
			step('4', {}),
		);

		const { nodes, kept, conflicts } = mergeFlows(sent, live, wanted);

		expect(nodes.map(({ parameters }) => parameters)).toEqual([{ a: 2 }, { a: 3 }, { a: 1 }, {}]);
		expect(nodes.map(({ webhookId }) => webhookId)).toEqual(['w', 'v', undefined, undefined]);
		expect([kept, conflicts]).toEqual([['Step 1'], []]);
	});

	test('names a step that both have changed', () => {
		const merged = mergeFlows(
			flow(step('1', { a: 1 })),
			flow(step('1', { a: 2 })),
			flow(step('1', { a: 3 })),
		);
		expect([merged.kept, merged.conflicts]).toEqual([[], ['Step 1']]);
	});

	test('leaves out a step that the client has taken out, and keeps one that he has added', () => {
		const merged = mergeFlows(
			flow(step('1', {}), step('2', {})),
			flow(step('1', {}), step('9', {})),
			flow(step('1', {}), step('2', {})),
		);
		expect(merged.nodes.map(({ id }) => id)).toEqual(['1', '9']);
		expect(merged.kept).toEqual(['Step 2', 'Step 9']);
	});
});

describe('a setting', () => {
	const how = { key: 'fluid_agency_1', isForced: false };
	const wanted = {
		days: { value: 2, isSecret: false },
		url: { value: 'https://s/new', isSecret: true },
	};
	const usual = { days: 1, url: 'https://s/...', name: 'Sales' };

	test('is as clients.json says, or as the template comes with', () => {
		expect(planSettings(usual, wanted, undefined, undefined, how).values).toEqual({
			days: 2,
			url: 'https://s/new',
			name: 'Sales',
		});
	});

	test('follows clients.json where it still is what was sent, secrets by their hash', () => {
		const before = { days: 1, url: 'https://s/old', name: 'Sales' };
		const sent = sentSettingsOf(before, wanted, how.key);
		expect(JSON.stringify(sent)).not.toContain('https://s/old');
		expect(planSettings(usual, wanted, sent, before, how)).toEqual({
			values: { days: 2, url: 'https://s/new', name: 'Sales' },
			...{ changed: ['days', 'url'], kept: [] },
		});
	});

	test('stays as the client has changed it, unless that is forced', () => {
		const sent = sentSettingsOf({ days: 1 }, wanted, how.key);
		const live = { days: 7, url: 'https://s/new', name: 'Outreach' };
		expect(planSettings(usual, wanted, sent, live, how)).toEqual({
			values: live,
			changed: [],
			kept: ['days'],
		});
		const forced = planSettings(usual, wanted, sent, live, { ...how, isForced: true });
		expect([forced.values, forced.changed]).toEqual([{ ...live, days: 2 }, ['days']]);
	});
});

describe('a deal that came of a sample', () => {
	const deal = (status: 'open' | 'won', stage_name: string) => ({
		...{ status, pipeline_name: 'Sales', stage_name },
	});
	const expected = { status: 'open' as const, stage: 'Meeting booked' };
	const renamed = ['Stage "Meeting booked" of "Sales" is called "Demo" here'];

	test.each([
		['is as expected in its stage', deal('open', 'Meeting booked'), [], true],
		['is not in another stage', deal('open', 'New lead'), renamed, false],
		['is in the stage under its new name', deal('open', 'Demo'), renamed, true],
		['is not in a stage that only has that name', deal('open', 'Demo'), [], false],
		['is not with another status', deal('won', 'Meeting booked'), [], false],
	])('%s', (_, made, otherNames, isExpected) => {
		expect(isAsExpected(made, expected, otherNames)).toBe(isExpected);
	});
});
