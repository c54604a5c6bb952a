import { beforeEach, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { sendManyDeals } from '../../../test/support/manyDeals';
import { sql } from '../../src/database/sql';
import type { AppContext } from '../../src/context';
import { deleteCustomField } from '../../src/pipelineEditing/deleteCustomField';
import { deletePipeline } from '../../src/pipelineEditing/deletePipeline';
import { deleteStage } from '../../src/pipelineEditing/deleteStage';
import { loadPipelines, type LoadedPipeline } from '../../src/pipelines/store';

const now = new Date('2026-11-24T09:00:00.000Z');
let fluid: FluidFixture;
let service: AppContext;
let sales: LoadedPipeline;

beforeEach(async () => {
	fluid = await startFluid({}, () => now);
	service = fluid.service.context;
	await reload();
	return () => fluid.stop();
});

async function reload(): Promise<void> {
	[sales] = (await loadPipelines(fluid.service.database, fluid.workspaceId)) as [LoadedPipeline];
}

const stage = (name: string) => sales.stages.find((each) => each.name === name)?.id as string;
const remove = (name: string, target?: string) =>
	deleteStage(service, fluid.workspaceId, {
		stageId: stage(name),
		targetId: target && stage(target),
	});
const drop = (pipeline: Pick<LoadedPipeline, 'id'>) =>
	fluid.service.database.writeService((transaction) =>
		deletePipeline(transaction, fluid.workspaceId, pipeline.id, now),
	);

async function addForm(stageId: string): Promise<void> {
	await fluid.service.database.writeService((transaction) =>
		transaction.run(sql`
			insert into forms (id, workspace_id, name, pipeline_id, stage_id, created_at)
			values ('frm_1', ${fluid.workspaceId}, 'Contact us', ${sales.id}, ${stageId}, ${now.toISOString()})`),
	);
}

test('a stage goes with none, one or thousands of deals, each of which publishes it', async () => {
	await sendManyDeals(fluid, 2500, [stage('Contacted')]);
	expect(await remove('Contacted', 'New lead')).toBe(2500);
	await reload();
	expect(sales.stages.map(({ name }) => name)).not.toContain('Contacted');
	const counts = await fluid.service.database.all(sql`
		select type, count(*) as events from events where type like 'deal.%' group by type order by type`);
	expect(counts).toEqual([
		{ type: 'deal.created', events: 2500 },
		{ type: 'deal.stage_changed', events: 2500 },
		{ type: 'deal.updated', events: 2500 },
	]);
	expect(await remove('Negotiation')).toBe(0);
});

test('deals that come in while a stage is emptied move as well', async () => {
	await sendManyDeals(fluid, 1000, [stage('Contacted')]);
	const removal = remove('Contacted', 'New lead');
	const late = await Promise.all(
		Array.from({ length: 20 }, (_, index) =>
			fluid.ingest({ name: `Late ${index}`, stage_id: stage('Contacted') }),
		),
	);
	await removal;
	const taken = late.filter(({ status }) => status === 201).length;
	const refused = late.filter(({ body }) => body.code === 'invalid_input').length;
	expect(taken + refused).toBe(20);
	const { body } = await fluid.get(`/api-deals?stage_id=${stage('New lead')}&q=Late`);
	expect(body.data).toHaveLength(taken);
});

test('a stage in use needs another one of its pipeline to take what is in it', async () => {
	await fluid.deal({ name: 'Acme website' });
	const partners = await fluid.addPipeline('Partners', ['Talking']);
	await expect(remove('New lead')).rejects.toMatchObject({ code: 'invalid_input' });
	await expect(remove('New lead', 'New lead')).rejects.toMatchObject({ code: 'invalid_input' });
	const pipelines = await loadPipelines(fluid.service.database, fluid.workspaceId);
	const elsewhere = pipelines.find(({ id }) => id === partners)?.stages[0]?.id;
	const deletion = { stageId: stage('New lead'), targetId: elsewhere };
	await expect(deleteStage(service, fluid.workspaceId, deletion)).rejects.toMatchObject({
		code: 'invalid_input',
	});
	expect((await fluid.get('/api-deals')).body.data[0].stage_name).toBe('New lead');
});

test('a lead form goes to the stage that takes the deals', async () => {
	await addForm(stage('Contacted'));
	await expect(remove('Contacted')).rejects.toMatchObject({ code: 'invalid_input' });
	await remove('Contacted', 'Negotiation');
	expect((await fluid.get('/api-forms')).body.data[0].stage_name).toBe('Negotiation');
});

test('a stage of another workspace does not exist here', async () => {
	const other = await fluid.otherWorkspace('Client two');
	const [{ id }] = (await other.get('/api-stages')).body.data;
	const deletion = { stageId: id, targetId: stage('New lead') };
	await expect(deleteStage(service, fluid.workspaceId, deletion)).rejects.toMatchObject({
		code: 'stage_not_found',
	});
});

test('a pipeline stays while it has deals or lead forms', async () => {
	const deal = await fluid.deal({ name: 'Acme website', status: 'lost' });
	await expect(drop(sales)).rejects.toThrow('"Sales" has a deal, won and lost ones included.');
	await fluid.delete(`/api-deals/${deal.id}`);
	await addForm(stage('Contacted'));
	await expect(drop(sales)).rejects.toThrow('The lead form "Contact us" puts deals into "Sales".');
});

test('an empty pipeline goes with its fields, and pauses webhooks that filter on it', async () => {
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });
	const url = `${fluid.url}/hook`;
	const filters = { from_stage: 'Contacted' };
	await fluid.post('/api-webhooks', { url, events: ['deal.stage_changed'], filters });
	await fluid.post('/api-webhooks', { url, events: ['deal.created'] });
	await reload();
	await drop(sales);
	expect((await fluid.get('/api-pipelines')).body.data).toEqual([]);
	const { data } = (await fluid.get('/api-webhooks')).body;
	expect(data.map(({ status }: { status: string }) => status)).toEqual(['active', 'paused']);
	expect(data[1].paused_reason).toContain('"Sales" or one of its stages, which was deleted.');
});

test('a custom field takes its own values along, and not text that looks like them', async () => {
	await fluid.addCustomField({ key: 'size', name: 'Size', type: 'text', required: true });
	await fluid.addCustomField({ key: 'deal_size', name: 'Deal size', type: 'text' });
	await fluid.deal({ name: 'Acme', custom_fields: { size: 'L', deal_size: 'M' } });
	await fluid.deal({ name: 'Beta', custom_fields: { size: '{"deal_size":"x"}' } });
	await reload();
	const field = sales.fields.find(({ key }) => key === 'deal_size');
	expect(await deleteCustomField(service, fluid.workspaceId, field!)).toBe(1);
	const { data } = (await fluid.get('/api-deals')).body;
	expect(data.map((deal: { custom_fields: object }) => deal.custom_fields)).toEqual([
		{ size: '{"deal_size":"x"}' },
		{ size: 'L' },
	]);
});
