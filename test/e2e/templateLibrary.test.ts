import type { INode } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';
import { templates, workflowOf } from '../../server/src/templateLibrary/catalog';
import { RealBrowser } from '../support/browser';
import { type FluidFixture, startFluid } from '../support/fluid';
import { type N8n, sharedN8n } from '../support/n8n';
import { N8nEditor } from '../support/n8nEditor';
import { N8nTemplates } from '../support/n8nTemplates';
import type { CredentialRef } from '../support/n8nRest';

let fluid: FluidFixture;
let n8n: N8n;
let browser: RealBrowser;
let page: Page;
let library: N8nTemplates;
const credentials: CredentialRef[] = [];

beforeAll(async () => {
	n8n = await sharedN8n();
	fluid = await startFluid({ PORT: String(n8n.libraryPort) });
	for (const name of ['Fluid - Client A', 'Fluid - Client B', 'Fluid - Client C']) {
		const { key } = await fluid.withNewKey(name);
		credentials.push(
			await n8n.rest.createCredential('fluidApi', { url: fluid.url, apiKey: key }, name),
		);
	}
	browser = await RealBrowser.start();
	({ page } = await browser.open({ viewport: { width: 1440, height: 900 } }));
	await N8nEditor.signIn(page, n8n);
	library = new N8nTemplates(page, n8n);
});
afterAll(async () => {
	await browser?.stop();
	await fluid?.stop();
});

async function picture(name: string): Promise<void> {
	if (process.env.SCREENSHOTS !== '1') return;
	await page.screenshot({ path: inRepository('docs/screenshots', `${name}.png`) });
}

test("all of Fluid's templates stand on n8n's own page", async () => {
	const names = await library.openList();
	expect(names.sort()).toEqual(
		templates()
			.map((template) => workflowOf(template).name)
			.sort(),
	);
	await picture('n8n-templates');
});

test("six clicks lead from a template to a published workflow that has the client's credential in all steps", async () => {
	await library.openTemplate('cold-email@2');
	await picture('n8n-template');
	library.clicks = 0;
	const startedAt = performance.now();
	const workflow = await library.setUp('Fluid - Client B');
	const seconds = (performance.now() - startedAt) / 1000;

	const clientB = credentials[1] as CredentialRef;
	const ours = (workflow.nodes as INode[]).filter(({ credentials: used }) => used?.fluidApi);
	expect(ours).toHaveLength(4);
	for (const node of ours) expect(node.credentials?.fluidApi).toEqual(clientB);
	expect(workflow).toMatchObject({ meta: { templateId: 'cold-email@2' } });
	expect(workflow.activeVersionId).toBeTruthy();
	expect(library.clicks).toBe(6);
	console.log(
		`From the template page to the published workflow: 6 clicks, ${seconds.toFixed(1)} s.`,
	);
});
