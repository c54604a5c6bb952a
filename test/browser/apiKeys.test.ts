import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { fluidForFile } from '../support/fluid';
import { FluidClient } from '../support/fluidClient';
import { countOf } from '../support/pageWork';

const path = '/settings/automations/api';
const nasty = `<script>document.title='broken'</script> "O'Hara" & Söhne`;
const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let page: Page;

afterEach(() => page.context().close());

async function open(options: Parameters<RealBrowser['open']>[0] = {}): Promise<void> {
	({ page } = await browser.openSignedIn(fluid, options));
	await page.goto(path);
}

async function create(name: string): Promise<string> {
	await page.getByLabel('Name').fill(name);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Copy your new key' }).waitFor();
	return (await page.locator('#key').textContent()) ?? '';
}

const row = (name: string) => page.getByRole('row').filter({ hasText: name });

test('creating a key shows it once, and it gives access', async () => {
	await open();
	const key = await create('n8n production');
	const me = await new FluidClient(fluid.url, key).get('/api-me');
	expect(me.body).toMatchObject({
		workspace: { name: 'My workspace' },
		key: { name: 'n8n production' },
	});

	await page.getByRole('link', { name: 'I have copied it' }).click();
	await row('n8n production')
		.getByText(`fluid_…${key.slice(-4)}`)
		.waitFor();
	expect(await page.content()).not.toContain(key);
});

test('the buttons copy the key, and a command that runs as it is', async () => {
	await open({ permissions: ['clipboard-read', 'clipboard-write'] });
	const key = await create('Terminal');
	const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

	await page.getByRole('button', { name: 'Copy API key' }).click();
	await page.getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
	expect(await clipboard()).toBe(key);

	await page.getByRole('button', { name: 'Copy command' }).click();
	await expect.poll(clipboard, { timeout: 10_000 }).toContain(`curl ${fluid.url}/api-ingest`);
	expect(await clipboard()).toContain(`-H "Authorization: Bearer ${key}"`);
});

test('a page of a server without https copies as well', async () => {
	await open({ permissions: ['clipboard-read', 'clipboard-write'] });
	const key = await create('Plain http');
	await page.evaluate(() => {
		Object.assign(window, { readable: navigator.clipboard });
		Object.defineProperty(navigator, 'clipboard', { value: undefined });
	});
	await page.getByRole('button', { name: 'Copy API key' }).click();
	const read = () =>
		page.evaluate(() => (window as unknown as { readable: Clipboard }).readable.readText());
	await expect.poll(read, { timeout: 10_000 }).toBe(key);
});

test('reloading the page that showed a key makes no second one and says why it is gone', async () => {
	await open();
	await create('Reloaded');
	await page.reload();
	await page.getByText('The key "Reloaded" was already created and is shown only once').waitFor();
	expect(await countOf(row('Reloaded'))).toBe(1);
});

test('a key says when it was created and when it was last used', async () => {
	await open();
	const key = await create('Nightly export');
	await page.goto(path);
	expect(await countOf(row('Nightly export').getByText('Never'))).toBe(1);

	await new FluidClient(fluid.url, key).get('/api-me');
	const justNow = async () => {
		await page.reload();
		return countOf(row('Nightly export').getByText('just now'));
	};
	// It is noted behind the answer.
	await expect.poll(justNow).toBe(2);
	const moments = row('Nightly export').getByText(/^\d+ \w+ \d{4}, \d\d:\d\d UTC$/);
	expect(await countOf(moments)).toBe(2);
});

test('deleting asks first, names the key, and ends its access at once', async () => {
	await open();
	const key = await create('Old Zapier');
	await page.goto(path);
	await page.getByRole('link', { name: 'Delete Old Zapier' }).click();
	await page.getByRole('heading', { name: 'Delete the key "Old Zapier"?' }).waitFor();
	await page.getByRole('link', { name: 'Cancel' }).click();
	expect(await countOf(row('Old Zapier'))).toBe(1);

	await page.getByRole('link', { name: 'Delete Old Zapier' }).click();
	await page.getByRole('button', { name: 'Delete key' }).click();
	await page.getByRole('status').getByText('The key "Old Zapier" no longer works').waitFor();
	expect(await countOf(row('Old Zapier'))).toBe(0);
	const answer = await new FluidClient(fluid.url, key).get('/api-me');
	expect(answer).toMatchObject({ status: 401, body: { code: 'deleted_key' } });
});

test('a key without a name is asked for one, and nothing is made', async () => {
	await open();
	await page.getByLabel('Name').fill('   ');
	await page.getByRole('button', { name: 'Create key' }).click();
	await page.getByText('Give it a name, e.g. n8n.').waitFor();
	expect(await page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true');
});

test('everything works with the keyboard alone', async () => {
	await open();
	await page.getByLabel('Name').focus();
	await page.keyboard.type('By keyboard');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Copy your new key' }).waitFor();
	await page.getByRole('link', { name: 'I have copied it' }).press('Enter');
	await page.getByRole('link', { name: 'Delete By keyboard' }).press('Enter');
	await page.getByRole('button', { name: 'Delete key' }).press('Enter');
	await page.getByText('The key "By keyboard" no longer works').waitFor();
});

test('everything works without JavaScript', async () => {
	await open({ javaScriptEnabled: false });
	const key = await create('No script');
	expect((await new FluidClient(fluid.url, key).get('/api-me')).status).toBe(200);
	await page.locator('[data-copy="#key"]').waitFor({ state: 'hidden' });
	await page.getByRole('link', { name: 'I have copied it' }).click();
	await page.getByRole('link', { name: 'Delete No script' }).click();
	await page.getByRole('button', { name: 'Delete key' }).click();
	await page.getByText('The key "No script" no longer works').waitFor();
});

test('a name full of markup stays text wherever it stands', async () => {
	await open();
	await create(nasty);
	await page.getByText(`the key ${nasty}`).waitFor();
	await page.goto(path);
	await row(nasty).getByRole('link').click();
	await page.getByRole('heading', { name: nasty }).waitFor();
	await page.getByRole('button', { name: 'Delete key' }).click();
	await page.getByRole('status').getByText(nasty).waitFor();
	expect(await page.title()).toContain('API keys');
});

test('no page of it has a serious fault of accessibility, light and dark, nor a side scroll at 320 px', async () => {
	await open({ viewport: { width: 320, height: 640 } });
	expect(await accessibilityFaults(page)).toEqual([]);
	await create('Seen by axe');
	expect(await accessibilityFaults(page)).toEqual([]);
	expect(await sideScroll(page)).toBe(0);
	await page.goto(path);
	expect(await accessibilityFaults(page)).toEqual([]);
	expect(await sideScroll(page)).toBe(0);
	await page.getByRole('link', { name: 'Delete Seen by axe' }).click();
	expect(await accessibilityFaults(page)).toEqual([]);
	expect(await sideScroll(page)).toBe(0);
});

test('deleting a key names the webhooks it created, and pauses them if that is chosen', async () => {
	await open();
	const client = new FluidClient(fluid.url, await create('Zap of last year'));
	const hook = { url: 'http://127.0.0.1:9/', events: ['deal.won'], name: 'Won deals' };
	const { body: webhook } = await client.post('/api-webhooks', hook);
	await page.goto(path);
	await row('Zap of last year').getByRole('link', { name: 'Delete' }).click();
	await page.getByRole('link', { name: 'Won deals' }).waitFor();
	await page.getByLabel('Pause these webhooks').check();
	await page.getByRole('button', { name: 'Delete key' }).click();
	await page.getByText('no longer works. Its webhooks are paused.').waitFor();
	expect((await fluid.get(`/api-webhooks/${webhook.id}`)).body.status).toBe('paused');
});
