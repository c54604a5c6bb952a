import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { type FluidFixture, fluidForFile } from '../support/fluid';
import { countOf } from '../support/pageWork';

const path = '/settings/automations/connect';
const tools = ['n8n', 'Zapier', 'Make', 'Pabbly Connect', 'Plain HTTP'];
const fluid = fluidForFile();
const published = fluidForFile({ PUBLIC_URL: 'https://crm.example.com' });
const browser = RealBrowser.forFile();
let page: Page;

afterEach(() => page.context().close());

async function open(
	options: Parameters<RealBrowser['open']>[0] = {},
	of: FluidFixture = fluid,
): Promise<void> {
	({ page } = await browser.openSignedIn(of, options));
	await page.goto(path);
}

const guide = (tool: string) =>
	page.locator('details.guide', { has: page.getByRole('heading', { name: tool, exact: true }) });
const copied = async (id: string) => (await page.locator(`#${id}`).textContent()) ?? '';

/** Sends the request that the page shows, as the tool would, with a key and an address of its own in it. */
async function sendCopied(id: string) {
	const response = await fetch(await copied(`${id}-url`), {
		method: 'POST',
		headers: {
			authorization: (await copied(`${id}-authorization`)).replace('YOUR_API_KEY', fluid.key),
			'content-type': 'application/json',
		},
		body: (await copied(`${id}-body`)).replace('ada@', `${id}@`),
	});
	return { status: response.status, body: await response.json() };
}

describe('connecting another tool', () => {
	test('is what the settings begin with', async () => {
		await open();
		await page.goto('/deals');
		await page.getByRole('link', { name: 'Settings' }).click();
		await page.getByRole('heading', { name: 'Connect', exact: true }).waitFor();
	});

	test('begins with the address of this service and a link to make a key', async () => {
		await open({ permissions: ['clipboard-read', 'clipboard-write'] });
		await page.getByRole('button', { name: 'Copy your Fluid address' }).click();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(fluid.url);
		await page.getByRole('link', { name: 'Create a key' }).click();
		await page.getByRole('heading', { name: 'API keys' }).waitFor();
	});

	test('says for each tool what to click and paste, with the address of this service', async () => {
		await open({}, published);
		for (const tool of tools) {
			await guide(tool).locator('summary').click();
			await guide(tool).getByText('https://crm.example.com').first().waitFor();
		}
	});

	test('with what is pasted into Make, Pabbly or any tool makes a deal, and then updates it', async () => {
		await open();
		for (const id of ['make', 'pabbly', 'http']) {
			await page.goto(`${path}?tool=${id}`);
			await page.locator(`#${id}-body`).waitFor();
			const first = await sendCopied(id);
			expect([first.status, first.body.action]).toEqual([201, 'created']);
			const second = await sendCopied(id);
			expect([second.status, second.body.action]).toEqual([200, 'updated']);
			expect(second.body.deal.id).toBe(first.body.deal.id);
		}
	});

	test('with n8n begins with a template, downloaded under its name', async () => {
		await open();
		await guide('n8n').locator('summary').click();
		const links = guide('n8n').locator('.templates a');
		const offered = await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')));
		const files = readdirSync(inRepository('templates')).filter(
			(file) => file.endsWith('.json') && file !== 'catalog.json',
		);
		expect(offered.sort()).toEqual(files.map((file) => `/templates/${file}`).sort());
		const download = page.waitForEvent('download');
		await links.filter({ hasText: 'Positive reply' }).click();
		const file = await download;
		expect(file.suggestedFilename()).toBe('cold-email-reply-to-deal.json');
		expect(readFileSync(await file.path(), 'utf8')).toBe(
			readFileSync(inRepository('templates', file.suggestedFilename()), 'utf8'),
		);
	});

	test('is warned of an address that the internet does not reach, and of none that it does', async () => {
		await open();
		await page.getByText('Zapier, Make and Pabbly run on the internet').waitFor();
		await page.context().close();
		await open({}, published);
		expect(await countOf(page.locator('.warning'))).toBe(0);
	});

	test('is warned when Fluid, behind a proxy, takes another address for its own', async () => {
		await open({ extraHTTPHeaders: { 'x-forwarded-host': 'crm.example.com' } });
		await page.getByText('You opened Fluid at crm.example.com, but Fluid is configured').waitFor();
	});

	test('leads to the reference of the API, which leads back', async () => {
		await open();
		await page.getByRole('link', { name: 'API reference', exact: true }).first().click();
		await page.getByRole('heading', { name: 'API reference', level: 1 }).waitFor();
		await page.getByRole('link', { name: 'Settings' }).click();
		await page.getByRole('heading', { name: 'Connect', exact: true }).waitFor();
	});

	test('works without JavaScript and by keyboard alone', async () => {
		await open({ javaScriptEnabled: false });
		await guide('Make').locator('summary').press('Enter');
		await page.locator('#make-body').waitFor();
		await guide('Make').getByRole('link', { name: 'Add a webhook' }).press('Enter');
		await page.getByRole('heading', { name: 'Add a webhook' }).waitFor();
	});

	test('has no serious fault of accessibility, light and dark, nor a side scroll at 320 px', async () => {
		await open({ viewport: { width: 320, height: 640 } });
		for (const tool of tools) await guide(tool).locator('summary').click();
		expect(await accessibilityFaults(page)).toEqual([]);
		expect(await sideScroll(page)).toBe(0);
		await page.goto('/docs');
		expect(await accessibilityFaults(page)).toEqual([]);
		expect(await sideScroll(page)).toBe(0);
	});
});
