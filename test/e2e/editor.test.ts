import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';
import { templates } from '../../server/src/templateLibrary/catalog';
import { RealBrowser } from '../support/browser';
import { type N8n, sharedN8n } from '../support/n8n';
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

const CREDENTIAL = { fluidApi: { id: '', name: '' } };

const byHand = {
	name: 'By hand',
	nodes: [
		{
			id: '5f1d6c1e-0c1b-4b8e-9a55-0b8f0c2d3e31',
			name: 'By hand',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
	],
	connections: {},
} satisfies WorkflowToImport;

/** A step as it is when it is added today. */
const added = (name: string, type: string, parameters: INodeParameters) => ({
	name,
	nodes: [
		{
			id: randomUUID(),
			webhookId: randomUUID(),
			name,
			type,
			typeVersion: 2,
			position: [0, 0] as [number, number],
			parameters,
			credentials: CREDENTIAL,
		},
	],
	connections: {},
});

beforeAll(async () => {
	[fluid, n8n, browser] = await Promise.all([startFluid(), sharedN8n(), RealBrowser.start()]);
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

/** Returns where a node is called: by its own path, else by the id that n8n gives it. */
function addressesOf({ parameters, webhookId }: INode): string[] {
	const path = parameters.path ?? webhookId;
	return typeof path === 'string' ? [path] : [];
}

describe('in the editor of n8n', () => {
	test.each(templates().map(({ file }) => file))(
		'%s is imported for client after client, each with addresses of its own',
		async (file) => {
			const first = await editor.importFile(inRepository('templates', file));
			await page.getByText('This file contains no IDs').waitFor();
			await screenshot(`n8n-${file.replace('.json', '')}`);
			const second = await editor.importFile(inRepository('templates', file));
			expect(first.nodes.map(({ name }) => name)).toEqual(second.nodes.map(({ name }) => name));
			const addresses = [first, second].flatMap(({ nodes }) => nodes.flatMap(addressesOf));
			const starts = first.nodes.filter(({ type }) => /webhook$|Trigger$/.test(type));
			expect(starts.length).toBeGreaterThan(0);
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

describe('in the editor of n8n, a step that is added now', () => {
	const FLUID = 'n8n-nodes-fluid.fluid';
	const save = async (): Promise<INode> => {
		await page.keyboard.press('Escape');
		return (await editor.save()).nodes[0] as INode;
	};

	beforeAll(async () => {
		for (const name of ['Acme website', 'Beta shop']) {
			const email = `${name.slice(0, 4).toLowerCase()}@example.com`;
			await fluid.deal({ name, contact: { email, name: 'Ada' }, custom_fields: { trial: true } });
		}
	});

	test('is found in the list of nodes by what is often done, and added as that', async () => {
		await open(byHand);
		await editor.openNodeList();
		const acts = [
			'Add Note',
			'Mark as Lost',
			'Move to Stage',
			'Set Reminder',
			'mark a deal as won',
		];
		for (const words of [...acts, 'Mark as Won']) {
			// So that nothing is taken for found that still stands there.
			await (await editor.searchNodes('Slack')).filter({ hasText: 'Slack' }).first().waitFor();
			await (await editor.searchNodes(words)).filter({ hasText: 'Fluid' }).waitFor();
		}
		const fluidNode = (await editor.searchNodes('Mark as Won')).filter({ hasText: 'Fluid' });
		await editor.addAction(fluidNode, 'Mark a deal as won');
		await page.keyboard.press('Escape');
		const { nodes } = await editor.save();
		expect(nodes.find(({ name }) => name !== 'By hand')).toMatchObject({
			type: FLUID,
			typeVersion: 2,
			parameters: { operation: 'markWon' },
		});
	});

	test('says of each rule of Match On what it does, and asks for the email address it needs', async () => {
		await open(added('Save', FLUID, { operation: 'upsert', match_on: 'email' }));
		await editor.openNode('Save');
		expect(await editor.options('match_on')).toContainEqual(
			expect.stringMatching(/^Email\n+Updates the one open deal of the contact/),
		);
		await editor.panel.locator('[data-test-id=parameter-input-email]').first().waitFor();
	});

	test('asks for value, status and note before the custom fields', async () => {
		const lines = (await editor.panel.innerText()).split('\n');
		const order = ['Match On', 'Email', 'Value', 'Status', 'Note', 'Custom Fields'];
		const places = order.map((label) => lines.indexOf(label));
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((one, other) => one - other));
	});

	test.each([
		['deal', 'dealId', 'Beta', /^deal_/, ['From list', 'By ID', 'By External ID', 'By Email']],
		['contact', 'contactId', 'beta@', /^con_/, ['From list', 'By ID', 'By Email']],
	])('takes a %s from a list that is searched', async (resource, parameter, words, id, modes) => {
		await open(added('Read', FLUID, { resource, operation: 'get' }));
		await editor.openNode('Read');
		expect(await editor.pickingModes(parameter)).toEqual(modes);
		await editor.searchAndChoose(parameter, words);
		const { parameters } = await save();
		expect(parameters[parameter]).toMatchObject({
			mode: 'list',
			value: expect.stringMatching(id),
			cachedResultName: expect.stringContaining(words),
		});
	});

	test('that starts the workflow says how to try it, and takes the latest event at once', async () => {
		await open(added('Start', `${FLUID}Trigger`, { events: ['deal.created'] }));
		await editor.openNode('Start');
		await editor.panel.getByText('Try it with an event from Fluid').waitFor();
		await editor.panel.getByText('When will this node trigger my flow?').click();
		await editor.panel.getByText('There is nothing to set up in Fluid').waitFor();
		expect(await editor.panel.innerText()).not.toContain('/webhook');
		await editor.panel.getByRole('button', { name: 'Execute step' }).first().click();
		await editor.panel.getByText('Beta shop').first().waitFor();
	});
});
