import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RealBrowser } from '../support/browser';
import { fluidForFile } from '../support/fluid';
import { countOf } from '../support/pageWork';
import { Receiver } from '../support/receiver';

const keys = '/settings/automations/api';
const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let page: Page;
const otherSite = Receiver.forFile();

beforeEach(async () => {
	({ page } = await browser.openSignedIn(fluid));
});
afterEach(() => page.context().close());

/** Has the other site show a form that creates a key here, and sends it. */
async function sendFrom(host: string, token: string): Promise<void> {
	otherSite.respondWith((response) =>
		response.setHeader('content-type', 'text/html').end(`
			<form method="post" action="${fluid.url}${keys}">
				<input name="_token" value="${token}"><input name="name" value="Stolen">
				<button>Win a prize</button>
			</form>`),
	);
	await page.goto(otherSite.url.replace('127.0.0.1', host));
	await page.getByRole('button', { name: 'Win a prize' }).click();
}

async function ownToken(): Promise<string> {
	await page.goto(keys);
	return page.locator('input[name=_token]').first().inputValue();
}

async function expectNothingStolen(): Promise<void> {
	await page.goto(fluid.url + keys);
	await page.getByRole('heading', { name: 'API keys' }).waitFor();
	expect(await countOf(page.getByText('Stolen'))).toBe(0);
}

test('another site reaches nothing: the browser does not even send it the session', async () => {
	await sendFrom('127.0.0.1', await ownToken());
	await page.waitForURL('**/sign-in**');
	await expectNothingStolen();
});

test('a neighbour on the same host is refused, even with the right token', async () => {
	for (const token of ['', await ownToken()]) {
		await sendFrom('localhost', token);
		await page.getByRole('heading', { name: 'This page is out of date' }).waitFor();
		await expectNothingStolen();
	}
});

test.each([
	['without its token', ''],
	['with the token of another session', 'A'.repeat(43)],
])('a form of our own %s is held back until it is sent again by a click', async (_fault, token) => {
	await page.goto(keys);
	await page.locator('input[name=_token]').evaluateAll((inputs, value) => {
		for (const input of inputs as HTMLInputElement[]) input.value = value;
	}, token);
	await page.getByLabel('Name').fill('Stolen');
	await page.getByRole('button', { name: 'Create key' }).click();
	await page.getByRole('button', { name: 'Send again' }).waitFor();
	await expectNothingStolen();
});

test('a page cannot be put into a frame of another site', async () => {
	otherSite.respondWith((response) =>
		response
			.setHeader('content-type', 'text/html')
			.end(`<iframe src="${fluid.url}${keys}"></iframe>`),
	);
	await page.goto(otherSite.url.replace('127.0.0.1', 'localhost'));
	const inner = page.frames().find((frame) => frame !== page.mainFrame());
	expect(await inner?.getByText('API keys').count()).toBe(0);
});
