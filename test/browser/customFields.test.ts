import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { addForm } from '../../server/test/forms/formFixture';
import { type FluidFixture, startFluid } from '../support/fluid';
import { countOf, messageOf } from '../support/pageWork';

let fluid: FluidFixture;
const browser = RealBrowser.forFile();
let page: Page;

beforeEach(async () => {
	fluid = await startFluid();
	({ page } = await browser.openSignedIn(fluid));
	await page.goto('/settings/custom-fields');
	return async () => {
		// A browser that holds a connection open keeps the service from ending.
		await page.context().close();
		await fluid.stop();
	};
});

const fields = async () => (await fluid.get('/api-custom-fields')).body.data;
const row = (name: string) => page.locator('.sorted > .row', { hasText: name });

async function add(name: string, type: string, options?: string): Promise<void> {
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('Type').selectOption({ label: type });
	if (options !== undefined) await page.getByLabel('Options').fill(options);
	await page.getByRole('button', { name: 'Add field' }).click();
}

test('fields of all ten types are made, each with the key of its name', async () => {
	const types = {
		Text: 'text',
		'Long text': 'long_text',
		Number: 'number',
		Date: 'date',
		'Yes or no': 'boolean',
		Select: 'select',
		'Multi select': 'multi_select',
		URL: 'url',
		Email: 'email',
		Phone: 'phone',
	};
	for (const [label, type] of Object.entries(types)) {
		const options = type.endsWith('select') ? 'SaaS\nRetail\n' : undefined;
		await add(`Größe ${label}`, label, options);
		await page
			.getByText(`has the key grosse_${label.toLowerCase().replaceAll(' ', '_')}`)
			.waitFor();
	}
	expect((await fields()).map(({ type }: { type: string }) => type)).toEqual(Object.values(types));
	expect((await fields())[5]).toMatchObject({ options: ['SaaS', 'Retail'], required: false });
});

test('the options are asked for only where there are any', async () => {
	expect(await page.getByLabel('Options').isVisible()).toBe(false);
	await add('Industry', 'Select', '');
	await page.getByText('Give it at least one option to choose, one per line.').waitFor();
	expect(await page.getByLabel('Name').inputValue()).toBe('Industry');
});

test('a name that is taken and a name without Latin letters say what to do', async () => {
	await add('Industry', 'Text');
	await add('industry', 'Text');
	await page.getByText('This pipeline has a custom field "Industry" already.').waitFor();

	await add('業種', 'Text');
	await page.getByText('No key can be made from "業種". Type one yourself below').waitFor();
	await page.getByLabel('Key').fill('industry');
	await page.getByRole('button', { name: 'Add field' }).click();
	await page.getByText('a custom field with the key "industry" already').waitFor();
	await page.getByLabel('Key').fill('gyoshu');
	await page.getByRole('button', { name: 'Add field' }).click();
	expect(await messageOf(page)).toBe('The custom field "業種" has the key gyoshu.');
});

test('name, options and whether it is required are changed; key and type are fixed', async () => {
	await add('Industry', 'Select', 'SaaS\nRetail');
	await page.getByRole('link', { name: 'Edit Industry' }).click();
	await page.getByText('cannot be changed, because integrations send it').waitFor();
	await page.getByLabel('Name').fill('Branch');
	await page.getByLabel('Options').fill('SaaS\nHealth');
	await page.getByLabel('Required').check();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('The custom field "Branch" is saved.').waitFor();
	expect((await fields())[0]).toMatchObject({
		key: 'industry',
		name: 'Branch',
		options: ['SaaS', 'Health'],
		required: true,
	});
	expect((await fluid.ingest({ name: 'Acme website' })).body.detail).toContain(
		'"Branch" is required',
	);
});

test('making a field required says first which integrations it affects', async () => {
	await add('Industry', 'Select', 'SaaS\nRetail');
	await fluid.deal({ name: 'Acme website' });
	await fluid.deal({ name: 'Beta shop', custom_fields: { industry: 'SaaS' } });
	await addForm(fluid);
	await page.getByRole('link', { name: 'Edit Industry' }).click();
	await page.getByLabel('Name').fill('Branch');
	await page.getByLabel('Required').check();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('heading', { name: 'Make "Branch" required?' }).waitFor();
	await page.getByText('Of its newest 2 deals, 1 had no value.').waitFor();
	await page.getByText('First key, last used just now').waitFor();
	await page.getByRole('listitem').getByText('Contact us').waitFor();
	expect(await accessibilityFaults(page)).toEqual([]);
	expect((await fields())[0]).toMatchObject({ name: 'Industry', required: false });
	await page.getByRole('link', { name: 'Cancel' }).click();
	expect((await fields())[0]).toMatchObject({ name: 'Industry', required: false });

	await page.getByRole('link', { name: 'Edit Industry' }).click();
	await page.getByLabel('Required').check();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('button', { name: 'Make it required' }).click();
	await page.getByText('The custom field "Industry" is saved.').waitFor();
	expect((await fields())[0]).toMatchObject({ options: ['SaaS', 'Retail'], required: true });
	await page.getByRole('link', { name: 'Edit Industry' }).click();
	await page.getByLabel('Name').fill('Branch');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('The custom field "Branch" is saved.').waitFor();
});

test('a new field that is required asks as well, but not where nothing sends deals', async () => {
	await page.getByLabel('Name').fill('Budget');
	await page.getByLabel('Type').selectOption('number');
	await page.getByLabel('Required').check();
	await page.getByRole('button', { name: 'Add field' }).click();
	await page.getByText('The custom field "Budget" has the key budget.').waitFor();

	await fluid.deal({ name: 'Acme website', custom_fields: { budget: 5000 } });
	await page.getByLabel('Name').fill('Industry');
	await page.getByLabel('Required').check();
	await page.getByRole('button', { name: 'Add field' }).click();
	await page.getByText('No integration can be sending one yet').waitFor();
	await page.getByRole('button', { name: 'Make it required' }).click();
	await page.getByText('The custom field "Industry" has the key industry.').waitFor();
	expect(await fields()).toMatchObject([{ key: 'budget' }, { key: 'industry', required: true }]);
});

test('two people who edit the same field see the edit of the other', async () => {
	await add('Industry', 'Select', 'SaaS\nRetail');
	await page.getByRole('link', { name: 'Edit Industry' }).click();
	const other = await page.context().newPage();
	await other.goto(page.url());
	await other.getByLabel('Options').fill('SaaS\nRetail\nHealth');
	await other.getByRole('button', { name: 'Save' }).click();
	await other.getByText('The custom field "Industry" is saved.').waitFor();
	await other.close();
	await page.getByLabel('Options').fill('SaaS\nLaw');
	await page.getByRole('button', { name: 'Save' }).click();
	const row = page.getByRole('alert').getByRole('row', { name: 'Options' });
	await row.getByText('SaaS, Retail, Health').waitFor();
	await row.getByText('SaaS, Law').waitFor();
	expect((await fields())[0].options).toEqual(['SaaS', 'Retail', 'Health']);
	await page.getByLabel('Options').fill('SaaS\nRetail\nHealth\nLaw');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('The custom field "Industry" is saved.').waitFor();
	expect((await fields())[0].options).toEqual(['SaaS', 'Retail', 'Health', 'Law']);
});

test('a field with values says how many deals lose one, and each change is recorded', async () => {
	await fluid.addCustomField({ key: 'size', name: 'Size', type: 'number', required: true });
	await fluid.deal({ name: 'Acme website', custom_fields: { size: 12 } });
	await fluid.deal({ name: 'Beta shop', custom_fields: { size: 0 } });
	await page.reload();
	await page.getByRole('link', { name: 'Delete Size' }).click();
	await page.getByText('2 deals have a value in it.').waitFor();
	await page.getByRole('button', { name: 'Delete field' }).click();
	await page.getByText('Its values in 2 deals are gone.').waitFor();

	const { data } = (await fluid.get('/api-events?type=deal.updated')).body;
	const lost = data.map(({ previous }: { previous: { custom_fields: object } }) => previous);
	expect(lost).toEqual([{ custom_fields: { size: 0 } }, { custom_fields: { size: 12 } }]);
	await fluid.addCustomField({ key: 'size', name: 'Size', type: 'text' });
	expect((await fluid.get('/api-deals')).body.data[0].custom_fields).toEqual({ size: null });
});

test('fields are put in another order by keyboard and by dragging', async () => {
	for (const name of ['Industry', 'Size', 'Website']) await add(name, 'Text');
	await row('Website').getByRole('button', { name: 'Move Website up' }).press('Enter');
	await page.getByText('"Website" is now field 2.').waitFor();
	await row('Size').dragTo(row('Industry'), { targetPosition: { x: 40, y: 4 } });
	await page.getByText('"Size" is now field 1.').waitFor();
	const names = (await fields()).map(({ name }: { name: string }) => name);
	expect(names).toEqual(['Size', 'Industry', 'Website']);
});

test('each pipeline has its own fields', async () => {
	await fluid.addPipeline('Partners', ['Talking']);
	await page.reload();
	await page.getByRole('link', { name: 'Partners' }).click();
	await add('Commission', 'Number');
	await page.getByRole('heading', { name: 'Fields of Partners' }).waitFor();
	await row('Commission').waitFor();
	await page.getByRole('link', { name: 'Sales' }).click();
	expect(await countOf(row('Commission'))).toBe(0);
});

test('everything but dragging works without JavaScript', async () => {
	({ page } = await browser.openSignedIn(fluid, { javaScriptEnabled: false }));
	await page.goto('/settings/custom-fields');
	await add('Industry', 'Select', '<b>SaaS</b>\n"Retail"');
	await add('Size', 'Number');
	await page.getByRole('button', { name: 'Move Size up' }).click();
	expect((await fields()).map(({ key }: { key: string }) => key)).toEqual(['size', 'industry']);
	await row('Industry').getByText('Select: <b>SaaS</b>, "Retail"').waitFor();
	await page.getByRole('link', { name: 'Delete Industry' }).click();
	await page.getByRole('button', { name: 'Delete field' }).click();
	expect(await messageOf(page)).toBe('The custom field "Industry" is deleted.');
});

test('the pages have no serious fault of accessibility and fit 320 pixels', async () => {
	await add('Industry', 'Select', 'SaaS');
	const [{ id }] = await fields();
	const addresses = ['', `/${id}`, `/${id}/delete`].map((end) => `/settings/custom-fields${end}`);
	for (const address of addresses) {
		await page.goto(address);
		expect(await accessibilityFaults(page)).toEqual([]);
	}
	await page.setViewportSize({ width: 320, height: 700 });
	for (const address of addresses) {
		await page.goto(address);
		expect(await sideScroll(page)).toBe(0);
	}
});
