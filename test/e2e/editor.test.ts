import { mkdirSync, readdirSync } from 'node:fs';
import type { INode } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';
import { RealBrowser } from '../support/browser';
import { type N8n, startN8n } from '../support/n8n';
import { N8nEditor } from '../support/n8nEditor';
import type { WorkflowToImport } from '../support/n8nRest';
import { type FluidFixture, startFluid } from '../support/fluid';

let fluid: FluidFixture;
let n8n: N8n;
let browser: RealBrowser;
let page: Page;
let editor: N8nEditor;

const deal = {
	name: 'Make a deal',
	nodes: [
		{
			id: '5f1d6c1e-0c1b-4b8e-9a55-0b8f0c2d3e21',
			name: 'Make a deal',
			type: 'n8n-nodes-fluid.fluid',
			typeVersion: 1,
			position: [0, 0],
			parameters: { resource: 'deal', operation: 'upsert', name: 'Acme website' },
			credentials: { fluidApi: { id: '', name: '' } },
		},
	],
	connections: {},
} satisfies WorkflowToImport;

const trigger = {
	name: 'When a deal moves',
	nodes: [
		{
			id: '5f1d6c1e-0c1b-4b8e-9a55-0b8f0c2d3e11',
			webhookId: '5f1d6c1e-0c1b-4b8e-9a55-0b8f0c2d3e12',
			name: 'Fluid Trigger',
			type: 'n8n-nodes-fluid.fluidTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: { events: ['deal.stage_changed'] },
			credentials: { fluidApi: { id: '', name: '' } },
		},
	],
	connections: {},
} satisfies WorkflowToImport;

beforeAll(async () => {
	[fluid, n8n, browser] = await Promise.all([startFluid(), startN8n(), RealBrowser.start()]);
	await fluid.addCustomField({ key: 'campaign', name: 'Campaign', type: 'text' });
	await fluid.addCustomField({
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
	});
	await fluid.addCustomField({ key: 'trial', name: 'Trial', type: 'boolean', required: true });
	({ page } = await browser.open({ viewport: { width: 1440, height: 1000 } }));
	editor = await N8nEditor.signIn(page, n8n);
});
afterAll(async () => {
	await browser?.stop();
	await n8n?.stop();
	await fluid?.stop();
});

async function open(workflow: WorkflowToImport): Promise<void> {
	const access = { url: fluid.url, apiKey: fluid.key };
	const fluidApi = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
	await editor.openWorkflow(await n8n.rest.importWorkflow(workflow, { fluidApi }));
}

/** With SCREENSHOTS set, what the documentation shows is taken anew. */
async function screenshot(name: string): Promise<void> {
	if (!process.env.SCREENSHOTS) return;
	mkdirSync(inRepository('docs/screenshots'), { recursive: true });
	await page.screenshot({ path: inRepository('docs/screenshots', `${name}.png`) });
}

const isTemplate = (file: string) => file.endsWith('.json') && !file.endsWith('.blueprint.json');

/** Returns where a node is called: by its own path, else by the id that n8n gives it. */
function addressesOf({ parameters, webhookId }: INode): string[] {
	const path = parameters.path ?? webhookId;
	return typeof path === 'string' ? [path] : [];
}

describe('in the editor of n8n', () => {
	test.each(readdirSync(inRepository('templates')).filter(isTemplate))(
		'%s is imported for client after client, each with addresses of its own',
		async (file) => {
			const first = await editor.importFile(inRepository('templates', file));
			await page.getByText('Nothing in here is an ID').waitFor();
			await screenshot(`n8n-${file.replace('.json', '')}`);
			const second = await editor.importFile(inRepository('templates', file));
			expect(first.nodes.map(({ name }) => name)).toEqual(second.nodes.map(({ name }) => name));
			const addresses = [first, second].flatMap(({ nodes }) => nodes.flatMap(addressesOf));
			expect(addresses.length).toBeGreaterThan(0);
			expect(new Set(addresses).size).toBe(addresses.length);
		},
	);

	test('a template is imported from its address at Fluid as well', async () => {
		const { nodes } = await editor.importAddress(`${fluid.url}/templates/deal-won-to-slack.json`);
		expect(nodes.map(({ name }) => name)).toContain('Send to Slack');
	});

	test('the Fluid node lists pipelines and, for the chosen one, its stages', async () => {
		await open(deal);
		await editor.openNode('Make a deal');
		expect(await editor.choices('pipeline')).toEqual(['Sales']);
		await editor.choose('pipeline', 'Sales');
		expect(await editor.choices('stage')).toEqual([
			'New lead',
			'Contacted',
			'Meeting booked',
			'Proposal sent',
			'Negotiation',
		]);
		await editor.choose('stage', 'Contacted');
	});

	test('the Fluid node offers the custom fields of that pipeline', async () => {
		for (const name of ['Campaign', 'Industry'])
			await editor.panel.getByText(name).first().waitFor();
		await screenshot('n8n-deal');
	});

	test('a node that was only opened sends no custom field, not even a no', async () => {
		await editor.panel.getByText('Trial').first().waitFor();
		await page.keyboard.press('Escape');

		const { nodes } = await editor.save();

		const { value } = nodes[0]?.parameters.customFields as { value: Record<string, unknown> };
		expect(Object.values(value).filter((entry) => entry !== null)).toEqual([]);
	});

	test('the Fluid Trigger shows the filters of the chosen event', async () => {
		await open(trigger);
		await editor.openNode('Fluid Trigger');
		for (const name of ['Pipeline', 'Stage', 'From Stage']) {
			await editor.panel.getByText(name, { exact: true }).first().waitFor();
		}
		expect(await editor.panel.getByText('Fields to Watch').count()).toBe(0);
		await screenshot('n8n-trigger');
	});
});
