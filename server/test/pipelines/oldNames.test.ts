import { beforeEach, describe, expect, test } from 'vitest';
import { agencyWith, ClientWorkspace } from '../../../test/support/blueprints';
import { fluidForFile } from '../../../test/support/fluid';
import type { FluidClient } from '../../../test/support/fluidClient';
import {
	addStageCalled,
	changeFieldTo,
	renamePipelineTo,
	renameStageTo,
	stageId,
} from '../../../test/support/renaming';
import { deleteStage } from '../../src/pipelineEditing/deleteStage';

const fluid = fluidForFile();
const workspace = ClientWorkspace.forFile(fluid);
let client: FluidClient;

beforeEach(async () => {
	client = await workspace.client();
	await workspace.apply(
		agencyWith(({ custom_fields }) =>
			custom_fields?.push({ name: 'Markets', type: 'multi_select', options: ['DE', 'FR'] }),
		),
	);
});

const warning = (pointer: string, kind: string, old: string, name: string) => ({
	pointer,
	detail: `The ${kind} "${old}" is now called "${name}". Send the new name: the old one is found only until something else gets it.`,
	code: 'old_name',
	params: { kind, old, name },
});

describe('what was renamed is found under its old name, with a warning:', () => {
	test('a pipeline and a stage', async () => {
		await workspace.edit((write) => renamePipelineTo(write, 'Sales', 'New business'));
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));

		const { status, body } = await client.ingest({
			name: 'Acme',
			pipeline: 'sales',
			stage: 'Contacted',
		});

		expect(status).toBe(201);
		expect(body.deal).toMatchObject({ pipeline_name: 'New business', stage_name: 'Reached out' });
		expect(body.warnings).toEqual([
			warning('/pipeline', 'pipeline', 'sales', 'New business'),
			warning('/stage', 'stage', 'Contacted', 'Reached out'),
		]);
	});

	test('a custom field and an option, alone or among several', async () => {
		await workspace.edit((write) =>
			changeFieldTo(write, 'industry', { name: 'Branch', options: ['Software', 'Retail'] }),
		);
		await workspace.edit((write) =>
			changeFieldTo(write, 'markets', { options: ['Germany', 'FR'] }),
		);

		const custom_fields = { Industry: 'SaaS', markets: ['FR', 'DE'] };
		const { body } = await client.ingest({ name: 'Acme', custom_fields });

		expect(body.deal.custom_fields).toMatchObject({
			industry: 'Software',
			markets: ['FR', 'Germany'],
		});
		expect(body.warnings).toEqual([
			warning('/custom_fields/Industry', 'custom field', 'Industry', 'Branch'),
			warning('/custom_fields/Industry', 'option', 'SaaS', 'Software'),
			warning('/custom_fields/markets', 'option', 'DE', 'Germany'),
		]);
	});

	test('each of many deals, and what counts for new ones only', async () => {
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));

		const { body } = await client.ingest({
			deals: [{ name: 'Acme', on_create: { stage: 'Contacted' } }, { name: 'Bolt' }],
		});

		expect(body.results[0].deal.stage_name).toBe('Reached out');
		expect(body.results[0].warnings).toEqual([
			warning('/on_create/stage', 'stage', 'Contacted', 'Reached out'),
		]);
		expect(body.results[1]).not.toHaveProperty('warnings');
	});

	test('what counts for new deals only, said of a deal that is there', async () => {
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
		const { id } = await client.deal({ name: 'Acme' });

		const { body } = await client.ingest({ id, value: 5, on_create: { stage: 'Contacted' } });

		expect(body).toMatchObject({ action: 'updated', deal: { stage_name: 'New lead' } });
		expect(body.warnings).toEqual([
			warning('/on_create/stage', 'stage', 'Contacted', 'Reached out'),
		]);
	});

	test('an update that changes nothing, and a dry run', async () => {
		const { id } = await client.deal({ name: 'Acme', stage: 'Contacted' });
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));

		const unchanged = await client.ingest({ id, stage: 'Contacted' });
		const dry = await client.post('/api-ingest?dry_run=true', { name: 'Bolt', stage: 'Contacted' });

		expect(unchanged.body).toMatchObject({ action: 'unchanged', warnings: [{ code: 'old_name' }] });
		expect(dry.body).toMatchObject({
			deal: { stage_name: 'Reached out' },
			warnings: [{ code: 'old_name' }],
		});
	});

	test('the filters of a webhook', async () => {
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
		const entered = await workspace.edit((write) => stageId(write, 'Reached out'));

		const made = await client.post('/api-webhooks', {
			url: 'http://127.0.0.1:9/hook',
			events: ['deal.stage_changed'],
			filters: { stage: 'Contacted' },
		});
		const changed = await client.patch(`/api-webhooks/${made.body.id}`, {
			filters: { stage_id: null, from_stage: 'contacted' },
		});

		expect(made.body).toMatchObject({
			filters: { stage_id: entered },
			warnings: [warning('/filters/stage', 'stage', 'Contacted', 'Reached out')],
		});
		expect(changed.body).toMatchObject({
			filters: { stage_id: null, from_stage_id: entered },
			warnings: [warning('/filters/from_stage', 'stage', 'contacted', 'Reached out')],
		});
		expect((await client.get(`/api-webhooks/${made.body.id}`)).body).not.toHaveProperty('warnings');
	});

	test('by every name it ever had', async () => {
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
		await workspace.edit((write) => renameStageTo(write, 'Reached out', 'In touch'));

		for (const stage of ['Contacted', 'Reached out'])
			expect(await client.deal({ name: 'Acme', stage })).toMatchObject({ stage_name: 'In touch' });
	});
});

describe('a name that', () => {
	test('something else has got means that, without a warning', async () => {
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
		await workspace.edit((write) => addStageCalled(write, 'Contacted'));

		const { body } = await client.ingest({ name: 'Acme', stage: 'contacted' });

		expect(body.deal.stage_name).toBe('Contacted');
		expect(body).not.toHaveProperty('warnings');
	});

	test('several things had before is refused', async () => {
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
		await workspace.edit((write) => addStageCalled(write, 'Contacted'));
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'In touch'));

		const { status, body } = await client.ingest({ name: 'Acme', stage: 'Contacted' });

		expect(status).toBe(422);
		expect(body.errors).toEqual([
			{
				pointer: '/stage',
				detail:
					'"Reached out" and "In touch" were both called "Contacted" before. Send the name that the one you mean has now.',
				code: 'old_name_of_several',
				params: { name: 'Contacted', names: ['Reached out', 'In touch'] },
			},
		]);
	});

	test('something else had until it was deleted does not come back to what had it before', async () => {
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
		await workspace.edit((write) => addStageCalled(write, 'Contacted'));
		const stage = await workspace.edit((write) => stageId(write, 'Contacted'));
		await deleteStage(fluid.service.context, workspace.id, { stageId: stage, targetId: undefined });

		const { status, body } = await client.ingest({ name: 'Acme', stage: 'Contacted' });

		expect([status, body.code]).toEqual([422, 'invalid_input']);
	});

	test('an option had until it was taken from the list means nothing any more', async () => {
		await workspace.edit((write) =>
			changeFieldTo(write, 'industry', { options: ['Software', 'Retail'] }),
		);
		await workspace.edit((write) => changeFieldTo(write, 'industry', { options: ['Retail'] }));

		const { status } = await client.ingest({ name: 'Acme', custom_fields: { industry: 'SaaS' } });

		expect(status).toBe(422);
	});

	test('something has got back is no longer an old one', async () => {
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
		await workspace.edit((write) => renameStageTo(write, 'Reached out', 'Contacted'));

		const { data } = (await client.get('/api-stages')).body;

		expect(data[1]).toMatchObject({ name: 'Contacted', former_names: ['Reached out'] });
	});
});

test('lists show what things were called before, and nothing where they never were', async () => {
	await workspace.edit((write) => renamePipelineTo(write, 'Sales', 'New business'));
	await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
	await workspace.edit((write) =>
		changeFieldTo(write, 'industry', { name: 'Branch', options: ['Software', 'Retail'] }),
	);

	const [pipelines, stages, fields] = await Promise.all(
		['/api-pipelines', '/api-stages', '/api-custom-fields'].map(async (path) => {
			const { body } = await client.get(path);
			return body.data as unknown[];
		}),
	);

	expect(pipelines?.[0]).toMatchObject({ name: 'New business', former_names: ['Sales'] });
	expect(stages?.[0]).not.toHaveProperty('former_names');
	expect(stages?.[1]).toMatchObject({ name: 'Reached out', former_names: ['Contacted'] });
	expect(fields?.[0]).toMatchObject({
		name: 'Branch',
		former_names: ['Industry'],
		former_options: [{ name: 'SaaS', option: 'Software' }],
	});
	expect(fields?.[1]).not.toHaveProperty('former_options');
});
