import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { Visitor } from '../../server/test/forms/visitor';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { fluidForFile } from '../support/fluid';
import { countOf, textsOf, waitForFocus } from '../support/pageWork';
import { Website } from '../support/website';

const LIST = '/settings/lead-forms';
const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let page: Page;

beforeAll(async () => {
	await fluid.addCustomField({
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
	});
	({ page } = await browser.openSignedIn(fluid));
});

/** Titles of the builder's fields in order. */
function titles(on = page): Promise<string[]> {
	return textsOf(on.locator('.form-field h3'));
}

async function newForm(name: string): Promise<string> {
	await page.goto(`${LIST}/new`);
	await page.getByLabel('Name', { exact: true }).first().fill(name);
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('status').getByText(`${name} is ready`).waitFor();
	return page.url();
}

test('a form is made by mouse, and its preview follows', async () => {
	await page.goto(LIST);
	await page.getByText('There are no lead forms yet.').waitFor();
	await page.getByRole('link', { name: 'New lead form' }).click();
	await page.getByLabel('Name', { exact: true }).first().fill('Contact us');
	await page.getByLabel('New deals start in').selectOption({ label: 'Contacted' });
	await page.getByLabel('Another field').selectOption('Industry');
	await page.getByRole('button', { name: 'Add field' }).click();
	await page.locator('#preview').getByText('Industry').waitFor();

	const industry = page.locator('[data-field="industry"]');
	await industry.getByLabel('Label', { exact: true }).fill('What do you do?');
	await page.locator('#preview').getByText('What do you do?').waitFor();
	await page.getByRole('button', { name: 'Save' }).click();

	await page.getByRole('heading', { name: 'Contact us' }).waitFor();
	const { body } = await fluid.get('/api-forms');
	expect(body.data[0]).toMatchObject({ name: 'Contact us', stage_name: 'Contacted' });
	await page.getByRole('link', { name: 'Open the form' }).click();
	await page.getByLabel('What do you do?').waitFor();
});

test('fields are moved and removed by keyboard, and the button keeps the focus', async () => {
	await page.goto(`${LIST}/new`);
	const up = page.getByRole('button', { name: 'Move Email up' });
	await up.focus();
	await page.keyboard.press('Enter');
	await expect.poll(() => titles()).toEqual(['Email', 'Contact name', 'Company name', 'Note']);
	await waitForFocus(up);
	await page.getByText('Email: now 1 of 4').waitFor({ state: 'attached' });
	await page.locator('#preview .question').first().getByText('Email').waitFor();

	await page.getByRole('button', { name: 'Remove Company' }).focus();
	await page.keyboard.press('Enter');
	await page.locator('[data-field="company"]').waitFor({ state: 'detached' });
	expect(await titles()).toEqual(['Email', 'Contact name', 'Note']);
});

test('fields are moved by dragging', async () => {
	await page.goto(`${LIST}/new`);
	await page.locator('[data-field="email"] .grip').hover();
	await page.mouse.down();
	const target = page.locator('[data-field="name"] h3');
	// A drag begins with the first step; the second goes over what is there.
	await target.hover();
	await target.hover();
	await page.mouse.up();
	await expect.poll(() => titles()).toEqual(['Email', 'Contact name', 'Company name', 'Note']);
	await page.locator('#preview .question').first().getByText('Email').waitFor();
});

test('Enter in an input saves, and what is missing is said at its place', async () => {
	await page.goto(`${LIST}/new`);
	await page.getByLabel('Heading').fill('Talk to us');
	await page.keyboard.press('Enter');
	const name = page.getByLabel('Name', { exact: true }).first();
	await page.getByRole('alert').getByText('"Name" is empty. Fill it in.').waitFor();
	expect(await name.getAttribute('aria-invalid')).toBe('true');
	await waitForFocus(name);
	expect(await page.getByLabel('Heading').inputValue()).toBe('Talk to us');
	expect(await accessibilityFaults(page)).toEqual([]);
});

test('another pipeline offers its own custom fields', async () => {
	const pipeline_id = await fluid.addPipeline('Partners', ['Asked']);
	await fluid.addCustomField({ key: 'region', name: 'Region', type: 'text', pipeline_id });
	await page.goto(`${LIST}/new`);
	await page.getByLabel('New deals start in').selectOption({ label: 'Asked' });
	await page.locator('option', { hasText: 'Region' }).waitFor({ state: 'attached' });
	expect(await countOf(page.locator('option', { hasText: 'Industry' }))).toBe(0);
});

test('everything but dragging and the live preview works without JavaScript', async () => {
	const { page: plain, context } = await browser.openSignedIn(fluid, { javaScriptEnabled: false });
	await plain.goto(`${LIST}/new`);
	await plain.getByLabel('Name', { exact: true }).first().fill('Without script');
	await plain.getByLabel('Another field').selectOption('Phone');
	await plain.getByRole('button', { name: 'Add field' }).click();
	await plain.getByRole('button', { name: 'Move Phone up' }).click();
	await plain.getByRole('button', { name: 'Remove Company' }).click();
	expect(await titles(plain)).toEqual(['Contact name', 'Email', 'Phone', 'Note']);
	await plain.locator('#preview').getByText('Phone').waitFor();
	await plain.getByRole('button', { name: 'Save' }).click();
	await plain.getByText('Without script is ready').waitFor();
	expect(await plain.getByLabel('As plain HTML').inputValue()).toContain('name="phone"');
	await context.close();
});

test('a form is changed, and deleted once that is confirmed', async () => {
	await newForm('Trade fair');
	await page.getByRole('link', { name: 'Edit' }).click();
	await page.getByLabel('Button').fill('Call me');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('Trade fair was saved.').waitFor();
	expect(await page.getByLabel('As plain HTML').inputValue()).toContain('<button>Call me</button>');

	await page.getByRole('link', { name: 'Delete' }).click();
	await page.getByText('The deals and contacts it made stay.').waitFor();
	await page.getByRole('button', { name: 'Delete lead form' }).click();
	await page.getByText('Trade fair was deleted.').waitFor();
	expect(await countOf(page.getByRole('link', { name: 'Trade fair' }))).toBe(0);
});

test('what another tab has changed meanwhile is kept; where both have, both values are shown', async () => {
	const address = `${await newForm('Two tabs')}/edit`;
	await page.goto(address);
	const other = await page.context().newPage();
	const saveThere = async (label: string, text: string) => {
		await other.goto(address);
		await other.getByLabel(label, { exact: true }).fill(text);
		await other.getByRole('button', { name: 'Save' }).click();
		await other.getByText('Two tabs was saved.').waitFor();
	};
	await saveThere('Button', 'From the other tab');
	await page.getByLabel('Heading').fill('From this tab');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('Changes someone else made in the meantime were kept: Button.').waitFor();
	expect(await page.getByLabel('As plain HTML').inputValue()).toContain('From the other tab');

	await page.goto(address);
	await saveThere('Heading', 'From the other tab');
	await page.getByLabel('Heading').fill('From this tab again');
	await page.getByRole('button', { name: 'Remove' }).first().click();
	await page.getByRole('button', { name: 'Save' }).click();
	const row = page.getByRole('alert').getByRole('row', { name: 'Heading' });
	expect(await row.textContent()).toMatch(/From the other tab\s+From this tab again/);
	expect(await page.getByLabel('Heading').inputValue()).toBe('From this tab again');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('Two tabs was saved.').waitFor();
	await other.close();
});

test('a form that is sent twice is made once, and another one from the same page as well', async () => {
	await page.goto(`${LIST}/new`);
	await page.getByLabel('Name', { exact: true }).first().fill('Twice');
	const send = (name: string) =>
		page.locator('#builder').evaluate(async (builder, text) => {
			const body = new URLSearchParams([...new FormData(builder as HTMLFormElement)] as string[][]);
			body.set('name', text);
			body.set('action', 'save');
			return (await fetch(location.href, { method: 'POST', body })).url;
		}, name);
	const [first, second] = [await send('Twice'), await send('Twice')];
	expect(second).toBe(first);
	expect(await send('Another')).not.toBe(first);
	const names = (await fluid.get('/api-forms')).body.data.map(({ name }: { name: string }) => name);
	expect(names.slice(0, 2)).toEqual(['Another', 'Twice']);
	expect(names.filter((name: string) => name === 'Twice')).toHaveLength(1);
});

test('somebody who was taken for spam is made a deal after all', async () => {
	const address = await newForm('Autofill');
	const hosted = (await page.getByLabel('As a page of its own').inputValue()).trim();
	const visitor = new Visitor(hosted, 'https://www.example.com');
	const answers = { name: 'Ada Lovelace', email: 'ada@example.com', utm_source: 'letter' };
	await visitor.send({ ...answers, second_note: 'Filled in by a program' });
	await visitor.send({ name: 'Pills', email: 'pills@', second_note: 'Cheap' });

	await page.goto(address);
	await page.getByText('Show submissions marked as spam').click();
	expect(await accessibilityFaults(page)).toEqual([]);
	const rows = page.locator('details tbody tr');
	await rows.filter({ hasText: 'Pills' }).getByRole('button', { name: 'Create a deal' }).click();
	await page.getByText('It cannot become a deal as it is').waitFor();

	await page.getByText('Show submissions marked as spam').click();
	await rows.filter({ hasText: 'Ada' }).getByRole('button', { name: 'Create a deal' }).click();
	await page.getByRole('heading', { name: 'Ada Lovelace' }).first().waitFor();
	const { body } = await fluid.get('/api-events?type=form.submitted&limit=1');
	expect(body.data[0].data.submission).toMatchObject({
		fields: { email: 'ada@example.com' },
		utm_source: 'letter',
	});
	await page.goto(address);
	await page.getByText('1 submission, and 1 that was marked as spam').waitFor();
});

test('each of the three snippets is copied by its button', async () => {
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	const id = new URL(await newForm('Snippets')).pathname.split('/').pop();
	await page.getByRole('button', { name: 'Copy' }).first().click();
	await page.getByRole('button', { name: 'Copied' }).waitFor();
	expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
		`<script async src="${fluid.url}/form.js" data-form="${id}"></script>`,
	);
});

test('the plain snippet, pasted into a page as it is, makes a deal', async () => {
	await newForm('Pasted');
	const snippet = await page.getByLabel('As plain HTML').inputValue();
	const website = await Website.start();
	website.show(snippet, `default-src 'none'; form-action ${fluid.url}; img-src data:`);
	const { page: visitor, context } = await browser.open({ javaScriptEnabled: false });
	await visitor.goto(website.url);
	await visitor.getByLabel('Name').fill('Grace Hopper');
	await visitor.getByLabel('Email').fill('grace@example.com');
	expect(await visitor.getByLabel('Leave this empty').isVisible()).toBe(false);
	await visitor.getByRole('button', { name: 'Send' }).click();
	await visitor.getByText('We will get back to you soon.').waitFor();
	await context.close();
	await website.stop();
	const { body } = await fluid.get('/api-deals?email=grace@example.com');
	expect(body.data).toMatchObject([{ name: 'Grace Hopper', source: 'Form: Pasted' }]);
});

test.each(['', '/new', '/first', '/first/edit', '/first/delete'])(
	'the page %s has no serious fault of accessibility and fits 320 pixels',
	async (path) => {
		const { body } = await fluid.get('/api-forms');
		await page.goto(`${LIST}${path.replace('first', body.data[0].id)}`);
		expect(await accessibilityFaults(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 700 });
		expect(await sideScroll(page)).toBe(0);
		await page.setViewportSize({ width: 1280, height: 720 });
	},
);
