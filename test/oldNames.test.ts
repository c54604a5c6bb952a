import { beforeAll, expect, test } from 'vitest';
import {
	autoMapped,
	byName,
	fluidNode,
	fluidNodesForFile,
	mapped,
	upsert,
} from './support/fluidNodes';
import { changeFieldTo, renamePipelineTo, renameStageTo } from './support/renaming';

const { fluid, nodes } = fluidNodesForFile();

beforeAll(async () => {
	const options = ['SaaS', 'Retail'];
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'select', options });
	const { workspaceId } = fluid;
	await fluid.service.database.write(workspaceId, async (transaction) => {
		const write = { transaction, workspaceId };
		await renameStageTo(write, 'Contacted', 'Reached out');
		await changeFieldTo(write, 'industry', { name: 'Branch', options: ['Software', 'Retail'] });
		await renamePipelineTo(write, 'Sales', 'New business');
	});
});

const warned = (old: string) => ({ code: 'old_name', params: expect.objectContaining({ old }) });

test('a workflow that names what was renamed goes on, and each item says what to change', async () => {
	const { items } = await nodes.runNode(
		upsert({
			name: '={{ $json.lead }}',
			pipeline: byName('Sales'),
			stage: byName('Contacted'),
			customFields: mapped({ industry: 'SaaS' }),
		}),
		[{ lead: 'Engines' }, { lead: 'Bolts' }],
	);

	expect(items).toHaveLength(2);
	for (const { json } of items) {
		expect(json).toMatchObject({
			pipeline_name: 'New business',
			stage_name: 'Reached out',
			custom_fields: { industry: 'Software' },
			warnings: [warned('Sales'), warned('Contacted'), warned('SaaS')],
		});
	}
});

test('a run shows each warning once above its output', async () => {
	const call = upsert({ name: '={{ $json.lead }}', stage: byName('Contacted') });
	const { run } = await nodes.runNode(call, [{ lead: 'Engines' }, { lead: 'Bolts' }]);

	const [results] = Object.values(run.data.resultData.runData).slice(-1);
	expect(results?.[0]?.hints).toEqual([
		{
			message:
				'The stage "Contacted" is now called "Reached out" in Fluid. Write the new name here: the old one is found only until something else gets it.',
			type: 'warning',
			location: 'outputPane',
		},
	]);
});

test('a field that the items call as it was called before is filled', async () => {
	const { items } = await nodes.runNode(upsert({ name: 'Engines', customFields: autoMapped }), [
		{ Industry: 'Retail' },
	]);

	expect(items[0]?.json).toMatchObject({ custom_fields: { industry: 'Retail' } });
});

test('a list is narrowed by a name from before', async () => {
	await fluid.deal({ name: 'Elsewhere', stage: 'New lead' });
	const { items, error } = await nodes.runNode(
		fluidNode('deal', 'getAll', { pipeline: byName('Sales'), stage: byName('Contacted') }),
		[{}],
	);

	expect(error).toBeUndefined();
	expect(items.length).toBeGreaterThan(0);
	expect(items.map(({ json }) => json.stage_name)).not.toContain('New lead');
});
