import { describe, expect, test } from 'vitest';
import { passes } from '../../../contract/filters';
import { sampleEvent } from '../../../contract/sample';
import type { Event, WebhookFilters } from '../../../contract/types';
import { noFilters } from '../../src/webhooks/filterInput';

const sales = 'pip_sales';
const booked = 'stg_booked';
const lead = 'stg_lead';

const moved: Event = {
	...sampleEvent('deal.stage_changed'),
	pipeline_id: sales,
	stage_id: booked,
	previous: { stage_id: lead },
	changed_fields: ['stage_id', 'stage_name'],
};
const updated: Event = {
	...moved,
	type: 'deal.updated',
	changed_fields: ['value', 'custom_fields.industry', 'stage_id', 'stage_name'],
};
const contactMade = sampleEvent('contact.created');

const withFilters = (filters: Partial<WebhookFilters>) => ({ ...noFilters, ...filters });

describe('a webhook with filters', () => {
	test('without any passes everything', () => {
		expect([moved, updated, contactMade].every((event) => passes(event, noFilters))).toBe(true);
	});

	test.each([
		['the pipeline', moved, { pipeline_id: sales }, { pipeline_id: 'pip_hiring' }],
		['the stage entered', moved, { stage_id: booked }, { stage_id: lead }],
		['the stage left', moved, { from_stage_id: lead }, { from_stage_id: booked }],
		['a field', updated, { changed_fields: ['value'] }, { changed_fields: ['name'] }],
		[
			'stages by their word',
			updated,
			{ changed_fields: ['stage'] },
			{ changed_fields: ['pipeline'] },
		],
		[
			'one of several',
			updated,
			{ changed_fields: ['name', 'value'] },
			{ changed_fields: ['company'] },
		],
		[
			'a custom field',
			updated,
			{ changed_fields: ['custom_fields.industry'] },
			{ changed_fields: ['custom_fields.budget'] },
		],
		[
			'any custom field',
			updated,
			{ changed_fields: ['custom_fields'] },
			{ changed_fields: ['custom'] },
		],
	])('by %s lets only that through', (_what, event, fitting, other) => {
		expect(passes(event, withFilters(fitting))).toBe(true);
		expect(passes(event, withFilters(other))).toBe(false);
	});

	test('needs every filter to fit', () => {
		expect(passes(moved, withFilters({ pipeline_id: sales, stage_id: lead }))).toBe(false);
	});

	test('leaves alone the events a filter says nothing about', () => {
		expect(passes(contactMade, withFilters({ pipeline_id: 'pip_hiring' }))).toBe(true);
		expect(passes(moved, withFilters({ changed_fields: ['value'] }))).toBe(true);
	});
});
