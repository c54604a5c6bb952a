import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { browserPath } from '../browser.mjs';
import { inRepository } from '../repository.mjs';
import { startDemo } from './demo.mjs';
import { pages } from './pages.mjs';

const { values: options, positionals: names } = parseArgs({
	allowPositionals: true,
	options: {
		out: { type: 'string', default: inRepository('docs/screenshots') },
		scheme: { type: 'string', default: 'light' },
		width: { type: 'string', default: '1280' },
		whole: { type: 'boolean', default: false },
	},
});

const folder = mkdtempSync(join(tmpdir(), 'fluid-screenshots-'));
const demo = await startDemo(folder);
const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] });
try {
	mkdirSync(options.out, { recursive: true });
	const look = {
		baseURL: demo.url,
		viewport: { width: Number(options.width), height: 800 },
		colorScheme: options.scheme,
		locale: 'en-GB',
		timezoneId: 'UTC',
		reducedMotion: 'reduce',
	};
	const signedIn = await browser.newContext(look);
	const signedOut = await browser.newContext(look);
	await signedIn.request.post(await demo.signInLink());
	for (const picture of pages.filter(({ name }) => names.length === 0 || names.includes(name))) {
		await take(await (picture.signedOut ? signedOut : signedIn).newPage(), picture);
	}
} finally {
	await browser.close();
	await demo.stop();
	rmSync(folder, { recursive: true, force: true });
}

async function take(page, { name, path, steps }) {
	await page.goto(typeof path === 'function' ? path(demo.ids) : path, { waitUntil: 'networkidle' });
	if (steps) await steps(page);
	const file = join(options.out, `${name}.png`);
	await page.screenshot({ path: file, caret: 'hide', fullPage: options.whole });
	await page.close();
	console.log(`${file} ${Math.ceil(statSync(file).size / 1024)} kB`);
}
