import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
		check: { type: 'boolean', default: false },
	},
});

/** What each picture of docs/screenshots showed when it was taken, by its name. */
const RECORD = inRepository('docs/screenshots/shown.json');
const recorded = JSON.parse(readFileSync(RECORD, 'utf8'));
const shown = {};

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
	const wanted = pages.filter(({ name }) => names.length === 0 || names.includes(name));
	for (const picture of wanted.toSorted((a, b) => Number(!!a.changes) - Number(!!b.changes))) {
		await take(await (picture.signedOut ? signedOut : signedIn).newPage(), picture);
	}
} finally {
	await browser.close();
	await demo.stop();
	rmSync(folder, { recursive: true, force: true });
}

if (options.check) {
	const stale = Object.keys(shown).filter((name) => shown[name] !== recorded[name]);
	if (stale.length > 0) {
		console.error(
			`These pictures of docs/screenshots show something else by now: ${stale.join(', ')}. Run \`npm run screenshots -- ${stale.join(' ')}\` and commit them.`,
		);
		process.exitCode = 1;
	}
} else if (options.out === inRepository('docs/screenshots')) {
	const all = { ...recorded, ...shown };
	const kept = pages.filter(({ name }) => name in all).map(({ name }) => [name, all[name]]);
	writeFileSync(RECORD, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}

async function take(page, { name, path, steps }) {
	await page.goto(typeof path === 'function' ? path(demo.ids) : path, { waitUntil: 'networkidle' });
	if (steps) await steps(page);
	shown[name] = await fingerprint(page);
	if (!options.check) {
		const file = join(options.out, `${name}.png`);
		await page.screenshot({ path: file, caret: 'hide', fullPage: options.whole });
		console.log(`${file} ${Math.ceil(statSync(file).size / 1024)} kB`);
	}
	await page.close();
}

/**
 * Returns a short text that changes with what somebody reads on the page and with the elements and classes it is in;
 * not with ids and ports, which differ from run to run, nor with the style sheet, which would make every change of it
 * one of all pictures.
 */
async function fingerprint(page) {
	const seen = await page.evaluate(() => ({
		text: document.body.innerText,
		entered: [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].map(
			({ type, value, checked }) => [type, value, checked],
		),
		elements: [...document.body.querySelectorAll('*')].map(
			({ tagName, className }) => `${tagName} ${typeof className === 'string' ? className : ''}`,
		),
	}));
	const steady = JSON.stringify(seen)
		.replace(/\b[a-z]{2,5}_[0-9a-z]{26}\b/g, 'id')
		.replace(/(localhost|127\.0\.0\.1):\d+/g, '$1');
	return createHash('sha256').update(steady).digest('hex').slice(0, 16);
}
