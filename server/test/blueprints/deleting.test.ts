import { expect, test } from 'vitest';
import { ClientWorkspace, agencyWith } from '../../../test/support/blueprints';
import { fluidForFile } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';
import { loadPipelines } from '../../src/pipelines/store';
import { newId } from '../../src/values/ids';

const fluid = fluidForFile();
const workspace = ClientWorkspace.forFile(fluid);

test('a stage with deals in it is not removed, and nothing else is changed', async () => {
	const fluid = await workspace.client();
	await fluid.deal({ name: 'Acme', stage: 'Contacted' });
	await fluid.deal({ name: 'Beta', stage: 'Contacted' });
	const before = await workspace.exported();
	const wanted = agencyWith((sales) => (sales.stages = ['New lead', 'Demo', 'Proposal sent']));

	await expect(workspace.applyAndDelete(wanted)).rejects.toThrow(
		'Stage "Contacted" of "Sales" cannot be removed: 2 deals are in it. Move them to another stage first.',
	);
	expect(await workspace.exported()).toEqual(before);
});

test('a stage that a webhook waits for is not removed', async () => {
	const fluid = await workspace.client();
	const { body } = await fluid.get('/api-stages');
	const stage_id = body.data.find(({ name }: { name: string }) => name === 'Contacted').id;
	const url = 'http://localhost:9/hook';
	await fluid.post('/api-webhooks', { url, events: ['deal.stage_changed'], filters: { stage_id } });
	const wanted = agencyWith((sales) => (sales.stages = ['New lead', 'Proposal sent']));

	await expect(workspace.applyAndDelete(wanted)).rejects.toThrow(
		'Stage "Contacted" of "Sales" cannot be removed: a webhook waits for deals there. Change the filter of the webhook first.',
	);
});

test('a stage that a lead form puts deals in is not removed', async () => {
	const { database } = fluid.service;
	const [sales] = await loadPipelines(database, workspace.id);
	const stage = sales?.stages.find(({ name }) => name === 'Contacted');
	const [id, at] = [newId('frm'), new Date().toISOString()];
	await database.writeService((transaction) =>
		transaction.run(sql`
			insert into forms (id, workspace_id, name, pipeline_id, stage_id, created_at)
			values (${id}, ${workspace.id}, 'Spring fair', ${sales?.id ?? ''}, ${stage?.id ?? ''}, ${at})`),
	);
	const wanted = agencyWith((sales) => (sales.stages = ['New lead', 'Proposal sent']));

	await expect(workspace.applyAndDelete(wanted)).rejects.toThrow(
		'Stage "Contacted" of "Sales" cannot be removed: a lead form puts deals there. Choose another stage in the form first.',
	);
});

test('deals lose the values of a custom field that is removed, and publish it', async () => {
	const fluid = await workspace.client();
	const { id } = await fluid.deal({ name: 'Acme', custom_fields: { deal_size: 12 } });
	await fluid.deal({ name: 'Beta', custom_fields: { industry: 'SaaS' } });

	const { changes } = await workspace.applyAndDelete(
		agencyWith((sales) => sales.custom_fields?.pop()),
	);

	expect(changes).toEqual([
		'Removed custom field "Deal size" from "Sales"; one deal lost its value.',
	]);
	const { body } = await fluid.get('/api-events?limit=1');
	expect(body.data).toMatchObject([
		{
			type: 'deal.updated',
			data: { deal: { id, custom_fields: { deal_size: null }, url: `${fluid.url}/deals/${id}` } },
			changed_fields: ['custom_fields.deal_size'],
			previous: { custom_fields: { deal_size: 12 } },
		},
	]);
});

test('a required field that is removed and made again with another type begins empty', async () => {
	const fluid = await workspace.client();
	const size = { name: 'Size', key: 'size', required: true };
	await workspace.apply(
		agencyWith((sales) => (sales.custom_fields = [{ ...size, type: 'number' }])),
	);
	const { id } = await fluid.deal({ name: 'Acme', custom_fields: { size: 5 } });
	await fluid.deal({ name: 'Beta', custom_fields: { size: 6 } });

	const { changes } = await workspace.applyAndDelete(
		agencyWith((sales) => (sales.custom_fields = [])),
	);
	const select = { ...size, type: 'select' as const, options: ['Small'] };
	await workspace.apply(agencyWith((sales) => (sales.custom_fields = [select])));

	expect(changes).toContain('Removed custom field "Size" from "Sales"; 2 deals lost their values.');
	expect((await fluid.get(`/api-deals/${id}`)).body.custom_fields.size).toBeNull();
});

test('a custom field with values in more than 10,000 deals is left to the settings page', async () => {
	const fluid = await workspace.client();
	await fluid.deal({ name: 'Acme', custom_fields: { deal_size: 12 } });
	await copyDeal(10_000);

	await expect(
		workspace.applyAndDelete(agencyWith((sales) => sales.custom_fields?.pop())),
	).rejects.toThrow(
		'Custom field "Deal size" of "Sales" has values in 10001 deals, too many to clear at once. Delete it under Settings > Custom Fields first.',
	);
});

/** Copies the only deal of the workspace; the copies have no contact. */
async function copyDeal(times: number): Promise<void> {
	await fluid.service.database.writeService((transaction) =>
		transaction.run(sql`
			insert into deals (id, workspace_id, name, currency, status, pipeline_id, stage_id, custom_fields, labels,
				notes, created_at, updated_at)
			with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${times})
			select 'deal_copy_' || n || id, workspace_id, name, currency, status, pipeline_id, stage_id,
				custom_fields, labels, notes, created_at, updated_at
			from deals, numbers where workspace_id = ${workspace.id}`),
	);
}
