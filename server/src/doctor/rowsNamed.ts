import { atMost, sql, type Statement } from '../database/sql';
import type { Check, Finding } from './check';

/** What a row names another one by, and what it is called in a sentence. */
type Reference = { of: string; row: Statement; name: string; target: string; isMissing: Statement };

const MOST_SHOWN = 100;

const named: Reference[] = [
	to('deals', 'contact_id', 'contacts'),
	to('deals', 'company_id', 'companies'),
	to('deals', 'stage_id', 'stages'),
	to('deals', 'pipeline_id', 'pipelines'),
	to('contacts', 'company_id', 'companies'),
	to('notes', 'deal_id', 'deals'),
	to('stages', 'pipeline_id', 'pipelines'),
	to('custom_fields', 'pipeline_id', 'pipelines'),
	to('forms', 'stage_id', 'stages'),
	to('forms', 'pipeline_id', 'pipelines'),
	to('submissions', 'form_id', 'forms'),
	to('spam', 'form_id', 'forms'),
	to('deal_labels', 'deal_id', 'deals', 'deal_id'),
	to('attempts', 'delivery_id', 'deliveries', 'delivery_id'),
	to('webhook_alerts', 'webhook_id', 'webhooks', 'webhook_id'),
	to('consumers', 'webhook_id', 'webhooks', 'name'),
	{
		of: 'deals',
		row: sql`deals.id as id, deals.workspace_id as workspace_id from deals`,
		name: 'stage_id',
		target: 'pipelines',
		isMissing: sql`exists (
			select 1 from stages where stages.id = deals.stage_id and stages.pipeline_id <> deals.pipeline_id)`,
	},
	{
		of: 'deliveries',
		row: sql`deliveries.id as id, deliveries.workspace_id as workspace_id from deliveries`,
		name: 'queue_id',
		target: 'webhooks and consumers',
		isMissing: sql`not exists (select 1 from webhooks where webhooks.queue_id = deliveries.queue_id)
			and not exists (select 1 from consumers where consumers.queue_id = deliveries.queue_id)
			and not exists (select 1 from removed_webhooks where removed_webhooks.id = deliveries.queue_id)`,
	},
];

/** Every row that another one names is there, in the same workspace. */
export const rowsNamed: Check = {
	name: 'references',
	promise: 'every row that another one names is there',
	advice:
		'Nothing in Fluid leaves such a row: something else has written to the database, or its disk is damaged. Check the disk, and restore the last backup in which nothing is missing.',
	find: async ({ reader }) => {
		const findings: Finding[] = [];
		for (const { of, row, name, target, isMissing } of named) {
			const missing = await reader.all<{ id: string; workspace_id: string | null }>(
				sql`select ${row} where ${isMissing} ${atMost(MOST_SHOWN)}`,
			);
			for (const { id, workspace_id } of missing)
				findings.push({
					workspace_id,
					sentence: `${name} of ${id} in ${of} names something that is not among the ${target} of its workspace.`,
				});
		}
		return { looked: named.length, findings };
	},
};

function to(of: string, name: string, target: string, key = 'id'): Reference {
	const written = (text: string): Statement => ({ strings: [text], values: [] });
	return {
		of,
		row: written(`${of}.${key} as id, ${of}.workspace_id as workspace_id from ${of}`),
		name,
		target,
		isMissing: written(
			`${of}.${name} is not null and not exists (select 1 from ${target} where ${target}.id = ${of}.${name} and ${target}.workspace_id = ${of}.workspace_id)`,
		),
	};
}
