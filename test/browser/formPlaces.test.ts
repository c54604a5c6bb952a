import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addForm } from '../../server/test/forms/formFixture';
import { RealBrowser } from '../support/browser';
import { fluidForFile } from '../support/fluid';

const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let site: Server;
let url: string;
let answer: (response: ServerResponse) => void;
let page: Page;
let context: BrowserContext;
let messages: string[];
let form: string;

beforeAll(async () => {
	site = createServer(({ url: path }, response) => {
		if (path === '/favicon.ico') response.writeHead(204).end();
		else answer(response);
	}).listen(0, '127.0.0.1');
	await once(site, 'listening');
	url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(async () => {
	site.closeAllConnections();
	site.close();
});
beforeEach(async () => {
	({ page, context } = await browser.open());
	messages = [];
	page.on('console', (message) => messages.push(message.text()));
	page.on('pageerror', (error) => messages.push(error.message));
	form = await addForm(fluid);
});
afterEach(() => context.close());

/** Somebody's page; what it consists of comes in these pieces, with 1.2 seconds in between. */
function show(...pieces: Array<string | Buffer>): void {
	answer = (response) => void writeInTurn(response, pieces);
}

async function writeInTurn(
	response: ServerResponse,
	pieces: Array<string | Buffer>,
): Promise<void> {
	response.writeHead(200, { 'content-type': 'text/html' });
	for (const [index, piece] of pieces.entries()) {
		// The time itself is what is tested: a page that comes slowly.
		if (index > 0) await sleep(1_200);
		response.write(piece);
	}
	response.end();
}

const script = (more = '') =>
	`<script async src="${fluid.url}/form.js" data-form="${form}" ${more}></script>`;
const inElement = (selector: string) => page.locator(selector).getByLabel('Your name');

test('a script in the head waits for the page, and puts the form where it was asked to', async () => {
	const head = `<!doctype html><html><head>${script('data-target="#contact"')}\n`;
	show(
		`${head}<!--${' '.repeat(2_000)}-->`,
		'</head><body><div id="contact"></div><p>Imprint</p></body></html>',
	);
	await page.goto(url);
	await inElement('#contact').fill('Ada Lovelace');
	expect(messages).toEqual([]);
});

test('a script in the head that names no place puts the form at the end of the page', async () => {
	show(
		`<!doctype html><head>${script()}</head><body><p>Before</p>`,
		'<p id="last">Last</p></body>',
	);
	await page.goto(url);
	await page.getByLabel('Your name').waitFor();
	const isLast = await page.evaluate(
		() => document.querySelector('#last')?.nextElementSibling === document.body.lastElementChild,
	);
	expect(isLast).toBe(true);
	expect(messages).toEqual([]);
});

test('a place that the page makes later is waited for, and named in the console while it is missing', async () => {
	show(`<!doctype html><body>${script('data-target="#contact"')}<main></main></body>`);
	await page.goto(url);
	await expect
		.poll(() => messages, { timeout: 10_000 })
		.toEqual(['Fluid form: nothing in this page matches "#contact" yet.']);
	expect(await page.getByLabel('Your name').count()).toBe(0);
	await page.evaluate(() => {
		document.querySelector('main')!.innerHTML = '<div id="contact"></div>';
	});
	await inElement('#contact').waitFor();
});

test('an app that shows another page asks for its forms, and each stands there once', async () => {
	show(
		`<!doctype html><head>${script('data-target="#contact"')}</head><body><main><div id="contact"></div></main></body>`,
	);
	await page.goto(url);
	await inElement('#contact').fill('Ada Lovelace');

	// The same page again, built anew.
	await page.evaluate(() => {
		document.querySelector('main')!.innerHTML = '<h1>Contact</h1><div id="contact"></div>';
		const { fluidForms } = window as unknown as { fluidForms: { render(): void } };
		fluidForms.render();
		fluidForms.render();
	});
	await inElement('#contact').fill('Mary Somerville');
	// Asked once more, without need.
	await page.evaluate(() =>
		(window as unknown as { fluidForms: { render(): void } }).fluidForms.render(),
	);
	expect(await page.getByLabel('Your name').count()).toBe(1);
	expect(await inElement('#contact').inputValue()).toBe('Mary Somerville');

	// Another page with a form of its own, whose script such apps do not run.
	const another = script();
	await page.evaluate((markup) => {
		document.querySelector('main')!.innerHTML = `<section>${markup}</section>`;
		(window as unknown as { fluidForms: { render(): void } }).fluidForms.render();
	}, another);
	await inElement('section').fill('Hedy Lamarr');
	expect(messages).toEqual([]);
});

test('a place that no browser understands does not keep the form from being reached', async () => {
	show(`<!doctype html><body>${script('data-target="#1 >"')}</body>`);
	await page.goto(url);
	await page.getByRole('link', { name: 'Open it in a page of its own' }).waitFor();
	// Nor is it complained about at every change of the page.
	await page.evaluate(() => document.body.append(document.createElement('p')));
	await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
	expect(messages).toEqual([expect.stringContaining(`Fluid form ${form}: `)]);
});

test('a form that may not be used on a site says so in the console', async () => {
	form = await addForm(fluid, { allowed_origins: ['https://www.example.com'] });
	show(`<!doctype html><body>${script()}</body>`);
	await page.goto(url);
	await page.getByText('The form cannot be shown here just now.').waitFor();
	expect(messages).toContain(
		`Fluid form ${form}: This lead form may not be used on ${url}. Add the site under "Only on these sites" in Settings > Lead forms.`,
	);
});

test('a form whose site is no longer named says so in the console when it is sent', async () => {
	show(`<!doctype html><body>${script()}</body>`);
	await page.goto(url);
	await page.getByLabel('Your name').fill('Ada Lovelace');
	await page.getByLabel('Email').fill('ada@example.com');
	await fluid.service.database.writeService((transaction) =>
		transaction.run({
			strings: [
				`update forms set allowed_origins = '["https://www.example.com"]' where id = '${form}'`,
			],
			values: [],
		}),
	);
	await page.getByRole('button', { name: 'Send' }).click();
	await expect
		.poll(() => messages.join('\n'), { timeout: 10_000 })
		.toContain(`may not be used on ${url}.`);
});

test('what is missing is shown at once, not after the time that distinguishes people from programs', async () => {
	show(`<!doctype html><body>${script()}</body>`);
	await page.route('**/form.json', async (route) => {
		const answered = await route.fetch();
		await route.fulfill({
			response: answered,
			json: { ...(await answered.json()), wait_ms: 60_000 },
		});
	});
	await page.goto(url);
	const answered = page.waitForResponse((response) => response.request().method() === 'POST');
	await page.getByRole('button', { name: 'Send' }).click();
	expect((await answered).status()).toBe(422);
	await page.getByText('Fill in "Your name".').waitFor();
});

test.each([
	['does not say how its form is sent', ''],
	['has the snippet as it is given', ' accept-charset="UTF-8"'],
])('a name from a page in windows-1252 that %s arrives as it was typed', async (_which, more) => {
	const page1252 = Buffer.from(
		`<!doctype html><meta charset="windows-1252"><body><form method="post" action="${fluid.url}/f/${form}"${more}>
			<input name="name" value="J\xfcrgen Gro\xdf \x80"><input name="email" value="nocs@charset.example">
			<p hidden><input name="second_note"></p><button>Send</button></form></body>`,
		'latin1',
	);
	show(page1252);
	await page.goto(url);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByText('We will write to you tomorrow.').waitFor();
	const { body } = await fluid.get('/api-contacts?email=nocs@charset.example');
	expect(body.data[0].name).toBe('Jürgen Groß €');
	await fluid.delete(`/api-contacts/${body.data[0].id}`);
});

test('a form that a page sends in parts arrives', async () => {
	show(`<!doctype html><meta charset="utf-8"><body><form method="post" enctype="multipart/form-data" action="${fluid.url}/f/${form}">
		<input name="name" value="Jürgen"><input name="email" value="parts@example.com"><input type="file" name="company">
		<button>Send</button></form></body>`);
	await page.goto(url);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByText('We will write to you tomorrow.').waitFor();
	const { body } = await fluid.get('/api-contacts?email=parts@example.com');
	expect(body.data).toMatchObject([{ name: 'Jürgen' }]);
});
