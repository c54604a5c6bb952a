import { beforeAll, expect, test } from 'vitest';
import { RealBrowser, sideScroll } from '../support/browser';
import { fluidForFile } from '../support/fluid';

const long = (letter: string) => letter.repeat(200);
const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let paths: string[];

beforeAll(async () => {
	const pipelineId = await fluid.addPipeline(long('P'), [long('S'), 'Done']);
	await fluid.addCustomField({
		key: 'k'.repeat(40),
		name: long('F'),
		type: 'select',
		options: ['O'.repeat(100)],
		pipeline_id: pipelineId,
	});
	const { id } = await fluid.deal({
		name: long('D'),
		pipeline_id: pipelineId,
		contact: { name: long('C'), email: `${'a'.repeat(60)}@${'example.'.repeat(15)}com` },
		company: long('B'),
		labels: ['L'.repeat(100)],
		custom_fields: { ['k'.repeat(40)]: 'O'.repeat(100) },
	});
	await fluid.withNewKey(long('K'));
	await fluid.otherWorkspace(long('W'));
	paths = [
		`/deals?pipeline=${pipelineId}`,
		`/deals/${id}`,
		`/deals/${id}/act`,
		`/deals/${id}/edit`,
		`/deals/${id}/delete`,
		`/deals/new?pipeline=${pipelineId}`,
		'/settings/pipelines',
		`/settings/custom-fields?pipeline=${pipelineId}`,
		'/settings/automations/api',
		'/settings/workspaces',
	];
});

test('names of two hundred letters without a space widen no page, on a phone and on a desk', async () => {
	for (const width of [320, 1280]) {
		const { page } = await browser.openSignedIn(fluid, { viewport: { width, height: 800 } });
		for (const path of paths) {
			await page.goto(path);
			expect([width, path, await sideScroll(page)]).toEqual([width, path, 0]);
		}
		await page.context().close();
	}
});
