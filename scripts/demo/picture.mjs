import { statSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { browserPath } from '../browser.mjs';
import { inRepository } from '../repository.mjs';

const FILE = inRepository('docs/screenshots/n8n-demo.png');
const WIDTH = 1280;

/**
 * Takes the README's picture of the demo: the workflow in n8n as it ran for the reply, and below it the deal that came of it.
 *
 * @param {{ signInLink: string, client: string, workflowUrl: string, owner: { email: string, password: string } }} demo
 */
export async function takePicture({ signInLink, client, workflowUrl, owner }) {
	const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] });
	try {
		const ran = await pictureOf(browser, 640, (page) => openExecution(page, workflowUrl, owner));
		const board = await pictureOf(browser, 430, (page) => openBoard(page, signInLink, client));
		const both = await browser.newPage({ viewport: { width: WIDTH, height: 400 } });
		const image = (png) => `<img src="data:image/png;base64,${png.toString('base64')}">`;
		const style =
			'body { margin: 0; display: grid; gap: 12px; background: #c9ced6 } img { width: 100% }';
		await both.setContent(`<style>${style}</style>${image(ran)}${image(board)}`);
		await both.screenshot({ path: FILE, fullPage: true });
		console.log(`${FILE} ${Math.ceil(statSync(FILE).size / 1024)} kB`);
	} finally {
		await browser.close();
	}
}

async function pictureOf(browser, height, open) {
	const page = await browser.newPage({
		viewport: { width: WIDTH, height },
		colorScheme: 'light',
		locale: 'en-GB',
		timezoneId: 'UTC',
		reducedMotion: 'reduce',
	});
	page.setDefaultTimeout(60_000);
	await open(page);
	return page.screenshot({ caret: 'hide' });
}

async function openExecution(page, workflowUrl, { email, password }) {
	await page.goto(new URL('/signin', workflowUrl).href);
	await page.locator('input[name=emailOrLdapLoginId]').fill(email);
	await page.locator('input[name=password]').fill(password);
	await page.locator('[data-test-id=form-submit-button]').click();
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	await page.goto(workflowUrl);
	await page
		.locator('[data-test-id=execution-preview-host] [data-test-id=canvas-node]')
		.first()
		.waitFor();
	await page.waitForLoadState('networkidle');
	// n8n recommends what to do next, above the runs.
	const recommended = page.getByText('Production Checklist');
	await recommended.waitFor();
	await page.keyboard.press('Escape');
	await recommended.waitFor({ state: 'hidden' });
}

async function openBoard(page, signInLink, client) {
	await page.request.post(signInLink);
	await page.goto(new URL('/deals', signInLink).href);
	await page.getByRole('combobox', { name: 'Workspace' }).selectOption({ label: client });
	await page.getByText('Analytical Engines').first().waitFor();
}
