import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { fluidForFile } from '../support/fluid';
import { FluidClient } from '../support/fluidClient';
import { countOf } from '../support/pageWork';

const path = '/settings/workspaces';
const nasty = `<script>document.title='broken'</script> "O'Hara" & Söhne`;
const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let page: Page;

afterEach(() => page.context().close());

async function open(options: Parameters<RealBrowser['open']>[0] = {}): Promise<void> {
	({ page } = await browser.openSignedIn(fluid, options));
	await page.goto(path);
}

async function create(name: string, currency = 'EUR'): Promise<void> {
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('Currency').selectOption(currency);
	await page.getByRole('button', { name: 'Create workspace' }).click();
}

const row = (name: string) => page.getByRole('row').filter({ hasText: name });

test('a new workspace has its currency and the pipeline Sales, and a key of it reaches nothing else', async () => {
	await open();
	await create('Harbour Dental', 'GBP');
	await page.getByRole('status').getByText('The workspace "Harbour Dental" is created').waitFor();
	await row('Harbour Dental').getByRole('button', { name: 'Go there' }).click();
	await page.goto('/settings/automations/api');
	await page.getByLabel('Name').fill('n8n');
	await page.getByRole('button', { name: 'Create key' }).click();
	const client = new FluidClient(fluid.url, (await page.locator('#key').textContent()) ?? '');

	expect((await client.get('/api-me')).body.workspace).toMatchObject({
		name: 'Harbour Dental',
		currency: 'GBP',
	});
	const stages = (await client.get('/api-stages')).body.data;
	expect(stages.map(({ name }: { name: string }) => name)).toContain('Meeting booked');
	await fluid.deal({ name: 'Acme website' });
	expect((await client.get('/api-deals')).body.data).toEqual([]);
});

test('the header switches between workspaces, with and without JavaScript', async () => {
	await fluid.otherWorkspace('Kestrel Cycles');
	await open();
	const workspace = page.getByRole('banner').getByLabel('Workspace');
	await workspace.selectOption('Kestrel Cycles');
	await row('Kestrel Cycles').getByText('You are here').waitFor();
	await page.context().close();

	await open({ javaScriptEnabled: false });
	await page.getByRole('banner').getByLabel('Workspace').selectOption('Kestrel Cycles');
	await page.getByRole('button', { name: 'Switch' }).click();
	await row('Kestrel Cycles').getByText('You are here').waitFor();
});

test('by keyboard the arrows only choose a workspace, and Enter goes there', async () => {
	await fluid.otherWorkspace('Lark Dental');
	await open();
	const workspace = page.getByRole('banner').getByLabel('Workspace');
	await workspace.focus();
	await workspace.press('End');
	const chosen = await workspace.evaluate((select: HTMLSelectElement) => select.value);
	await page.getByRole('button', { name: 'Switch' }).waitFor();
	const went = page.waitForEvent('load');
	await workspace.press('Enter');
	await went;
	expect(await workspace.inputValue()).toBe(chosen);
});

test('a form acts in the workspace that its page showed, though another tab went elsewhere meanwhile', async () => {
	const theirs = await fluid.otherWorkspace('Meadow Bakery');
	await open();
	await page.goto('/deals/new');
	const otherTab = await page.context().newPage();
	await otherTab.goto(fluid.url + path);
	await otherTab
		.getByRole('row')
		.filter({ hasText: 'Meadow Bakery' })
		.getByRole('button', { name: 'Go there' })
		.click();
	await otherTab.waitForURL('**/deals');

	await page.getByLabel('Deal name').fill('For my own workspace');
	await page.getByRole('button', { name: 'Create deal' }).click();
	await page.getByRole('heading', { name: 'For my own workspace' }).waitFor();
	const own = (await fluid.get('/api-deals?q=own')).body.data;
	expect(own).toMatchObject([{ name: 'For my own workspace' }]);
	expect((await theirs.get('/api-deals')).body.data).toEqual([]);
});

test('renaming keeps everything but the name', async () => {
	await fluid.otherWorkspace('Bluebird Cofee');
	await open();
	await page.getByRole('link', { name: 'Rename Bluebird Cofee' }).press('Enter');
	await page.getByLabel('Name').fill('Bluebird Coffee');
	await page.getByLabel('Name').press('Enter');
	await page.getByText('"Bluebird Cofee" is now called "Bluebird Coffee".').waitFor();
	expect(await countOf(row('Bluebird Coffee'))).toBe(1);
});

test('a name that is taken is refused beside its field, and what was typed stays', async () => {
	await fluid.otherWorkspace('Riverside Clinic');
	await open();
	await create('Riverside Clinic', 'CHF');
	await page.getByText('There is a workspace "Riverside Clinic" already.').waitFor();
	expect(await page.getByLabel('Name').inputValue()).toBe('Riverside Clinic');
	expect(await page.getByLabel('Currency').inputValue()).toBe('CHF');

	await page.getByRole('link', { name: 'Rename My workspace' }).click();
	await page.getByLabel('Name').fill('Riverside Clinic');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('There is a workspace "Riverside Clinic" already.').waitFor();
});

test('everything works without JavaScript', async () => {
	await open({ javaScriptEnabled: false });
	await create('Plain client');
	await page.getByRole('link', { name: 'Rename Plain client' }).click();
	await page.getByLabel('Name').fill('Plainer client');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('"Plain client" is now called "Plainer client".').waitFor();
});

test('a name full of markup stays text wherever it stands', async () => {
	await open();
	await create(nasty);
	await page.getByRole('status').getByText(nasty).waitFor();
	await row(nasty).getByRole('button', { name: 'Go there' }).click();
	for (const place of ['/settings/automations/api', '/settings/automations/webhooks', path]) {
		await page.goto(place);
		expect(await page.title()).toContain(nasty);
		expect(await countOf(page.locator('main script'))).toBe(0);
	}
	await page.getByRole('link', { name: `Rename ${nasty}` }).click();
	await page.getByRole('heading', { name: `Rename "${nasty}"` }).waitFor();
	expect(await page.getByLabel('Name').inputValue()).toBe(nasty);
});

test('no page of it has a serious fault of accessibility, light and dark, nor a side scroll at 320 px', async () => {
	await fluid.otherWorkspace('Seen by axe');
	await open({ viewport: { width: 320, height: 640 } });
	expect(await accessibilityFaults(page)).toEqual([]);
	expect(await sideScroll(page)).toBe(0);
	await page.getByRole('link', { name: 'Rename Seen by axe' }).click();
	expect(await accessibilityFaults(page)).toEqual([]);
	expect(await sideScroll(page)).toBe(0);
});

test('a workspace is deleted by its name, and restored with everything in it', async () => {
	const theirs = await fluid.otherWorkspace('Closing client');
	await theirs.deal({ name: 'Kept' });
	await open();
	await page.getByRole('link', { name: 'Delete Closing client' }).click();
	await page.getByText('This workspace has 1 deal.').waitFor();
	await page.getByLabel('to confirm').fill('Closing');
	await page.getByRole('button', { name: 'Delete workspace' }).click();
	await page.getByText('That is not the name of the workspace.').waitFor();
	expect(await accessibilityFaults(page)).toEqual([]);
	await page.getByLabel('to confirm').fill('Closing client');
	await page.getByLabel('to confirm').press('Enter');
	await page.getByText('"Closing client" is deleted.').waitFor();
	expect((await theirs.get('/api-deals')).body.code).toBe('deleted_key');
	expect(await accessibilityFaults(page)).toEqual([]);

	await create('Closing client');
	await page.getByText('that was deleted has this name until it is removed').waitFor();
	await page.getByRole('button', { name: 'Restore Closing client' }).click();
	await page.getByText('"Closing client" is restored.').waitFor();
	expect((await theirs.get('/api-deals')).body.data).toMatchObject([{ name: 'Kept' }]);
});
