import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addForm, contactUs, question } from '../../server/test/forms/formFixture';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { fluidForFile } from '../support/fluid';
import { countOf, waitForFocus } from '../support/pageWork';
import { Website } from '../support/website';

const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let website: Website;
let page: Page;
let context: BrowserContext;
let messages: string[];

beforeAll(async () => {
	website = await Website.start();
});
afterAll(async () => {
	await website.stop();
});
beforeEach(async () => {
	({ page, context } = await browser.open());
	messages = [];
	page.on('console', (message) => messages.push(message.text()));
	page.on('pageerror', (error) => messages.push(error.message));
});
afterEach(() => context.close());

/** The strictest policy of a page that the script works under. */
function strict(): string {
	return `default-src 'none'; script-src ${fluid.url}; connect-src ${fluid.url}; img-src data:; require-trusted-types-for 'script'`;
}

function scripts(...forms: string[]): string {
	return forms
		.map((form) => `<script async src="${fluid.url}/form.js" data-form="${form}"></script>`)
		.join('\n');
}

async function embed(...forms: string[]): Promise<void> {
	website.show(scripts(...forms), strict());
	await page.goto(website.url);
}

async function dealsOf(email: string) {
	return (await fluid.get(`/api-deals?email=${email}`)).body.data;
}

async function latestSubmission() {
	return (await fluid.get('/api-events?type=form.submitted&limit=1')).body.data[0].data.submission;
}

test('a page of another site shows the form by the script under a strict policy, and sends it', async () => {
	await embed(await addForm(fluid));
	await page.getByLabel('Your name').fill('Ada Lovelace');
	await page.getByLabel('Email').fill('ada@example.com');
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('status').getByText('We will write to you tomorrow.').waitFor();

	expect(await dealsOf('ada@example.com')).toMatchObject([{ name: 'Ada Lovelace' }]);
	expect(messages).toEqual([]);
	expect(await context.cookies()).toEqual([]);
});

test.each(['the script', 'its own page'])(
	'an address that is not ASCII arrives from %s as it was typed',
	async (place) => {
		const form = await addForm(fluid);
		if (place === 'the script') await embed(form);
		else await page.goto(`${fluid.url}/f/${form}`);
		const email = place === 'the script' ? 'jörg@büro.example' : 'grüße@büro.example';
		await page.getByLabel('Your name').fill('Jörg');
		await page.getByLabel('Email').pressSequentially(email);
		// Who is faster is taken for a program.
		await page.waitForTimeout(2_100);
		await page.getByRole('button', { name: 'Send' }).click();
		await page.getByText('We will write to you tomorrow.').waitFor();

		expect(await dealsOf(encodeURIComponent(email))).toMatchObject([{ contact: { email } }]);
	},
);

test('the form in the page looks as its style says, though the page allows no style', async () => {
	await embed(await addForm(fluid));
	const { width = 0, height = 0 } =
		(await page.getByRole('button', { name: 'Send' }).boundingBox()) ?? {};
	// As wide as its text and 2.75rem high: the browser's own button is lower.
	expect(height).toBeGreaterThanOrEqual(44);
	expect(width).toBeLessThan(200);
});

test('several forms stand in one page, each on its own', async () => {
	const newsletter = {
		name: 'Newsletter',
		heading: 'Newsletter',
		fields: [question('email', 'Email', true)],
	};
	await embed(await addForm(fluid), await addForm(fluid, newsletter));
	const second = page.getByRole('form', { name: 'Newsletter' });
	await second.getByLabel('Email').fill('mary@example.com');
	await second.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('status').waitFor();
	await page.getByRole('form', { name: 'Talk to us' }).waitFor();
	expect(await dealsOf('mary@example.com')).toMatchObject([{ source: 'Form: Newsletter' }]);
});

test('wrong answers in the page are marked at their place, and the first has the focus', async () => {
	await embed(await addForm(fluid));
	await page.getByLabel('Email').fill('ada@');
	await page.getByRole('button', { name: 'Send' }).click();
	const name = page.getByLabel('Your name');
	await page.getByText('Fill in "Your name".').waitFor();
	expect(await name.getAttribute('aria-invalid')).toBe('true');
	expect(await name.getAttribute('aria-describedby')).toBe('f-name-fault');
	expect(await page.getByLabel('Email').inputValue()).toBe('ada@');
	await waitForFocus(name);
	await page.keyboard.type('Ada Lovelace');
	expect(await name.inputValue()).toBe('Ada Lovelace');
	expect(await accessibilityFaults(page)).toEqual([]);

	await page.getByLabel('Email').fill('ada@example.com');
	await page.keyboard.press('Enter');
	await page.getByRole('status').waitFor();
	expect(await accessibilityFaults(page)).toEqual([]);
});

test('the page follows the form by events', async () => {
	await page.addInitScript(`
		for (const name of ['loaded', 'error', 'submitted'])
			document.addEventListener('fluid:' + name, ({ detail }) => console.log(name + ' ' + detail.form_id));
	`);
	const form = await addForm(fluid);
	await embed(form);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByText('Fill in "Your name".').waitFor();
	await page.getByLabel('Your name').fill('Ada Lovelace');
	await page.getByLabel('Email').fill('ada@example.com');
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('status').waitFor();
	const emitted = () => messages.filter((message) => message.endsWith(form));
	await expect.poll(emitted).toEqual([`loaded ${form}`, `error ${form}`, `submitted ${form}`]);
});

test('a visitor who is offline is informed, loses nothing, and sends it later', async () => {
	await embed(await addForm(fluid));
	await page.getByLabel('Your name').fill('Emmy Noether');
	await page.getByLabel('Email').fill('emmy@example.com');
	await context.setOffline(true);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('alert').getByText('you may be offline').waitFor();
	expect(await page.getByLabel('Your name').inputValue()).toBe('Emmy Noether');

	await context.setOffline(false);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('status').waitFor();
	expect(await dealsOf('emmy@example.com')).toHaveLength(1);
});

test('a double click sends the form once', async () => {
	await embed(await addForm(fluid));
	await page.getByLabel('Your name').fill('Sofia');
	await page.getByLabel('Email').fill('sofia@example.com');
	await page.getByLabel('How can we help?').fill('Once');
	await page.getByRole('button', { name: 'Send' }).dblclick();
	await page.getByRole('status').waitFor();
	expect(await dealsOf('sofia@example.com')).toMatchObject([{ notes: [{ text: 'Once' }] }]);
});

test('the script remembers how the visit began, page by page', async () => {
	website.show(scripts(await addForm(fluid)), strict());
	await page.goto(`${website.url}/start?utm_source=letter&utm_campaign=spring&private=1`);
	await page.getByLabel('Your name').waitFor();
	await page.goto(`${website.url}/contact?utm_source=other`);
	await page.getByLabel('Your name').fill('Ida');
	await page.getByLabel('Email').fill('ida@example.com');
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('status').waitFor();
	expect(await latestSubmission()).toMatchObject({
		utm_source: 'letter',
		utm_campaign: 'spring',
		landing_page: `${website.url}/start`,
	});
});

test('a campaign that leads back to the page later in the visit is kept, if none did before', async () => {
	website.show(scripts(await addForm(fluid)), strict());
	await page.goto(`${website.url}/start`);
	await page.getByLabel('Your name').waitFor();
	await page.goto(`${website.url}/offer?utm_source=letter&utm_campaign=spring`);
	await page.getByLabel('Your name').waitFor();
	await page.goto(`${website.url}/contact?utm_source=other`);
	await page.getByLabel('Your name').fill('Maria');
	await page.getByLabel('Email').fill('maria@example.com');
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('status').waitFor();
	expect(await latestSubmission()).toMatchObject({
		utm_source: 'letter',
		utm_campaign: 'spring',
		landing_page: `${website.url}/start`,
	});
});

test('while it is sent, the button says so', async () => {
	await embed(await addForm(fluid));
	await page.getByLabel('Your name').fill('Karen');
	await page.getByLabel('Email').fill('karen@example.com');
	const button = page.getByRole('button', { name: 'Send' });
	await button.click();
	expect(await button.evaluate((element) => getComputedStyle(element).cursor)).toBe('progress');
	await page.getByRole('status').waitFor();
});

test.each([
	['dark', 'background: #14191a; color: #e7eded'],
	['light', 'background: #ffffff; color: #1b2526'],
])('what is wrong can be read in a %s page that names no scheme', async (_look, style) => {
	const sheet = `<style>body { ${style} }</style>`;
	website.show(sheet + scripts(await addForm(fluid)), `${strict()}; style-src 'unsafe-inline'`);
	await page.goto(website.url);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByText('Fill in "Your name".').waitFor();
	expect(await accessibilityFaults(page)).toEqual([]);
});

test('a page that may not show the form offers its own page instead', async () => {
	await embed(await addForm(fluid, { allowed_origins: ['https://www.example.com'] }));
	await page.getByText('The form cannot be shown here just now.').waitFor();
	await page.getByRole('link', { name: 'Open it in a page of its own' }).click();
	await page.getByRole('heading', { name: 'Talk to us' }).waitFor();
});

test('the hosted page works without JavaScript, by keyboard', async () => {
	const form = await addForm(fluid);
	const plain = await browser.open({ javaScriptEnabled: false });
	await plain.page.goto(`${fluid.url}/f/${form}?utm_source=letter`);
	await plain.page.getByLabel('Email').fill('hedy@');
	await plain.page.waitForTimeout(2_100);
	await plain.page.keyboard.press('Enter');
	await plain.page.getByRole('alert').getByText('please correct the 2 answers').waitFor();
	await waitForFocus(plain.page.locator('#f-name'));
	await plain.page.keyboard.type('Hedy Lamarr');
	await plain.page.keyboard.press('Tab');
	await plain.page.keyboard.press('End');
	await plain.page.keyboard.type('example.com');
	await plain.page.keyboard.press('Enter');
	await plain.page.getByText('We will write to you tomorrow.').waitFor();
	expect(await dealsOf('hedy@example.com')).toMatchObject([{ name: 'Hedy Lamarr' }]);
	expect(await latestSubmission()).toMatchObject({ utm_source: 'letter' });
	await plain.context.close();
});

test('the hosted page leads on to where the owner sends visitors', async () => {
	website.show('<p>See you there.</p>', "default-src 'none'; img-src data:");
	const form = await addForm(fluid, { redirect_url: `${website.url}/thanks` });
	await page.goto(`${fluid.url}/f/${form}`);
	await page.getByLabel('Your name').fill('Lise');
	await page.getByLabel('Email').fill('lise@example.com');
	await page.waitForTimeout(2_100);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.waitForURL(`${website.url}/thanks`);
	await page.getByText('See you there.').waitFor();
});

test('the hosted page leads on also where the place to go leads on to another site', async () => {
	const shop = await Website.start();
	shop.show('<p>Welcome to the shop.</p>', "default-src 'none'; img-src data:");
	website.move('/thanks', `${shop.url}/welcome`);
	const form = await addForm(fluid, { redirect_url: `${website.url}/thanks` });
	await page.goto(`${fluid.url}/f/${form}`);
	await page.getByLabel('Your name').fill('Mileva');
	await page.getByLabel('Email').fill('mileva@example.com');
	await page.waitForTimeout(2_100);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByText('Welcome to the shop.').waitFor();
	expect(messages).toEqual([]);
	await shop.stop();
});

test('the hosted page stands in a frame of a page that may show it, and of no other', async () => {
	const frame = (form: string) => `<iframe title="Contact" src="${fluid.url}/f/${form}"></iframe>`;
	const open = await addForm(fluid, { allowed_origins: [website.url] });
	website.show(frame(open), `default-src 'none'; frame-src ${fluid.url}; img-src data:`);
	await page.goto(website.url);
	await page.frameLocator('iframe').getByLabel('Your name').waitFor();

	const closed = await addForm(fluid, { allowed_origins: ['https://www.example.com'] });
	website.show(frame(closed), `default-src 'none'; frame-src ${fluid.url}; img-src data:`);
	await page.goto(website.url);
	expect(await countOf(page.frameLocator('iframe').getByLabel('Your name'))).toBe(0);
	await expect.poll(() => messages.join()).toContain('frame-ancestors');
});

test.each(['', '/thanks', '/gone'])(
	'the hosted page %s has no serious fault of accessibility and fits 320 pixels',
	async (path) => {
		const form = await addForm(fluid, { consent_text: 'I agree to be written to.' });
		await page.goto(`${fluid.url}/f/${path === '/gone' ? 'frm_gone' : `${form}${path}`}`);
		expect(await accessibilityFaults(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 700 });
		expect(await sideScroll(page)).toBe(0);
	},
);

test('what people enter stays text on every page that shows it', async () => {
	const evil = `<script>window.evil = 1</script><img src=x onerror="window.evil=1">'"`;
	const option = `<b>"SaaS"</b>`;
	await fluid.addCustomField({ key: 'kind', name: evil, type: 'select', options: [option] });
	await fluid.addCustomField({
		key: 'topics',
		name: evil,
		type: 'multi_select',
		options: [option],
	});
	const said = { help: evil, placeholder: evil };
	const form = await addForm(fluid, {
		name: evil,
		heading: evil,
		fields: [
			{ ...question('name', evil, true), ...said },
			...contactUs.fields.slice(1),
			{ ...question('kind', evil), ...said },
			{ ...question('topics', evil), ...said },
		],
		button_text: evil.slice(0, 50),
		thank_you: evil,
		consent_text: evil,
	});
	const signedIn = await browser.openSignedIn(fluid);
	const pages = [
		[page, `${fluid.url}/f/${form}?utm_source=${encodeURIComponent(evil)}`],
		[page, `${fluid.url}/f/${form}/thanks`],
		[signedIn.page, `${fluid.url}/settings/lead-forms`],
		[signedIn.page, `${fluid.url}/settings/lead-forms/${form}`],
		[signedIn.page, `${fluid.url}/settings/lead-forms/${form}/edit`],
		[signedIn.page, `${fluid.url}/settings/lead-forms/${form}/delete`],
	] as const;

	website.show(scripts(form), `script-src 'unsafe-inline' ${fluid.url}`);
	await page.goto(`${website.url}/?utm_campaign=${encodeURIComponent(evil)}`);
	await page.locator('[name=name]').fill(evil);
	await page.locator('[name=email]').fill('evil@example.com');
	await page.locator('[name=company]').fill(evil);
	await page.locator('[name=message]').fill(evil);
	await page.locator('[name=kind]').selectOption(option);
	await page.locator('[name=topics]').check();
	await page.locator('[name=consent]').check();
	expect(await evilIn(page)).toEqual([]);
	await page.getByRole('button').click();
	await page.getByRole('status').getByText(evil).waitFor();
	expect(await evilIn(page)).toEqual([]);
	const { fields, utm_campaign } = await latestSubmission();
	expect(fields).toMatchObject({ name: evil, message: evil, kind: option, topics: [option] });
	expect(utm_campaign).toBe(evil);

	for (const [window, address] of pages) {
		await window.goto(address);
		expect(await evilIn(window), address).toEqual([]);
	}
	await signedIn.context.close();
});

/** What of the evil text became more than text. */
function evilIn(window: Page): Promise<string[]> {
	return window.evaluate(`(() => {
		const shadows = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
		const made = [document, ...shadows].flatMap((root) => [...root.querySelectorAll('img, b, script:not([src])')]);
		return [...('evil' in globalThis ? ['it ran'] : []), ...made.map(({ outerHTML }) => outerHTML)];
	})()`);
}
