import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { RealBrowser } from '../support/browser';
import { fluidForFile } from '../support/fluid';
import { countOf } from '../support/pageWork';

const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let page: Page;

beforeAll(async () => {
	({ page } = await browser.openSignedIn(fluid));
	await page.goto('/deals/new');
	await page.getByLabel('Deal name').fill('Acme website');
});

/** Sends the form as a second click does that comes before the answer to the first; resolves to where it leads. */
const send = () =>
	page.evaluate(async () => {
		const form = document.querySelector<HTMLFormElement>('form[action="/deals/new"]');
		const body = new URLSearchParams(new FormData(form as HTMLFormElement) as never);
		return (await fetch('/deals/new', { method: 'POST', body })).url;
	});

const names = async () => {
	const { data } = (await fluid.get('/api-deals')).body as { data: Array<{ name: string }> };
	return data.map(({ name }) => name);
};

test('a form that is sent twice makes one deal, and both lead to it', async () => {
	const [first, second] = await Promise.all([send(), send()]);
	expect(first).toMatch(/\/deals\/deal_\w{26}$/);
	expect(second).toBe(first);
	expect(await names()).toEqual(['Acme website']);
});

test('a form that was changed before it is sent again makes another deal', async () => {
	await page.getByLabel('Deal name').fill('Acme shop');
	await send();
	expect(await names()).toEqual(['Acme shop', 'Acme website']);
});

test('more than eight pipelines are a list to choose from instead of tabs', async () => {
	for (let market = 1; market <= 8; market += 1)
		await fluid.addPipeline(`Market ${market}`, ['New']);
	for (const path of ['/deals/new', '/settings/custom-fields']) {
		await page.goto(path);
		await page.getByLabel('Pipeline').selectOption('Market 8');
		await page.getByRole('button', { name: 'Show' }).click();
		await page.waitForURL(`**${path}?pipeline=*`);
		expect(await page.getByLabel('Pipeline').locator('option:checked').innerText()).toBe(
			'Market 8',
		);
		expect(await countOf(page.getByRole('navigation', { name: 'Pipeline' }))).toBe(0);
	}
});

test('an address that is not ASCII is taken as it is typed', async () => {
	await page.goto('/deals/new');
	await page.getByLabel('Deal name').fill('Büro');
	await page.getByLabel('Contact email').pressSequentially('jörg@büro.example');
	await page.getByRole('button', { name: 'Create deal' }).click();
	await page.waitForURL('**/deals/deal_*');
	const { data } = (await fluid.get('/api-deals?q=b%C3%BCro.example')).body;
	expect(data).toMatchObject([{ name: 'Büro', contact: { email: 'jörg@büro.example' } }]);
});

test('an amount is taken as people write it, and asked for again where it is none', async () => {
	await page.goto('/deals/new');
	await page.getByLabel('Deal name').fill('Globex');
	await page.getByLabel('Value').fill('a lot');
	await page.getByRole('button', { name: 'Create deal' }).click();
	await page.getByText('Value: "a lot" is not an amount. Write it like 4800').waitFor();
	expect(await page.getByLabel('Value').inputValue()).toBe('a lot');

	await page.getByLabel('Value').fill('$4,800');
	await page.getByRole('button', { name: 'Create deal' }).click();
	await page.waitForURL('**/deals/deal_*');
	const { body } = await fluid.get('/api-deals?q=Globex');
	expect(body.data).toMatchObject([{ name: 'Globex', value: 4800 }]);
});

test('when it is expected to close and where the conversation is can be said at once', async () => {
	await page.goto('/deals/new');
	await page.getByLabel('Deal name').fill('Initech');
	await page.getByLabel('Expected close date').fill('2026-12-15');
	await page.getByLabel('Conversation links').fill('app.smartlead.ai/inbox/4711 Smartlead');
	await page.getByRole('button', { name: 'Create deal' }).click();
	await page.waitForURL('**/deals/deal_*');
	const { body } = await fluid.get('/api-deals?q=Initech');
	expect(body.data).toMatchObject([
		{
			expected_close_date: '2026-12-15',
			conversation_links: [{ url: 'https://app.smartlead.ai/inbox/4711', label: 'Smartlead' }],
		},
	]);
});
