import { readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { browserPath } from '../../scripts/browser.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { createSignInLink } from '../../server/src/signIn/links';
import type { FluidFixture } from './fluid';

const axeSource = readFileSync(inRepository('node_modules', 'axe-core', 'axe.min.js'), 'utf8');

const LOCAL = ['localhost', '127.0.0.1'];

/** What keeps Chromium from asking its maker's servers for anything. */
const QUIET = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// Other machines are not there. Refusing each request would do the same, and have nothing cached.
	`--host-resolver-rules=${['MAP * ~NOTFOUND', ...LOCAL.map((host) => `EXCLUDE ${host}`)].join(', ')}`,
];

/** Serious faults of accessibility, as `rule: selector`. */
export type Faults = string[];

/** A real browser; every page opened with it reports requests that would leave this machine. */
export class RealBrowser {
	/** Requests to other machines, each refused: a test expects none. */
	readonly strayRequests: string[] = [];

	private browser!: Browser;

	private constructor() {}

	static async start(): Promise<RealBrowser> {
		const browser = new RealBrowser();
		await browser.launch();
		return browser;
	}

	/** One for all tests of a file: started before the first of them, stopped after the last. */
	static forFile(): RealBrowser {
		const browser = new RealBrowser();
		beforeAll(async () => {
			await browser.launch();
			return async () => {
				await browser.stop();
				expect(browser.strayRequests).toEqual([]);
			};
		});
		return browser;
	}

	private async launch(): Promise<void> {
		this.browser = await chromium.launch({ executablePath: browserPath(), args: QUIET });
	}

	/** A window of its own, with its own cookies. */
	async open(
		options: Parameters<Browser['newContext']>[0] = {},
	): Promise<{ page: Page; context: BrowserContext }> {
		const context = await this.browser.newContext({
			locale: 'en-GB',
			timezoneId: 'UTC',
			...options,
		});
		context.on('request', (request) => {
			const { protocol, hostname } = new URL(request.url());
			if (protocol.startsWith('http') && !LOCAL.includes(hostname))
				this.strayRequests.push(request.url());
		});
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		return { page, context };
	}

	/** A window that is signed in to the service. */
	async openSignedIn(
		fluid: FluidFixture,
		options: Parameters<Browser['newContext']>[0] = {},
	): Promise<{ page: Page; context: BrowserContext }> {
		const window = await this.open({ baseURL: fluid.url, ...options });
		const path = await fluid.service.database.writeService((transaction) =>
			createSignInLink(transaction, new Date()),
		);
		await window.page.goto(path);
		await window.page.getByRole('button', { name: 'Sign in' }).click();
		await window.page.waitForURL('**/deals');
		return window;
	}

	async stop(): Promise<void> {
		await this.browser.close();
	}
}

/**
 * Returns the serious and critical faults that axe finds on the page, in light and, of what has to do with colours, in dark.
 */
export async function accessibilityFaults(page: Page): Promise<Faults> {
	await page.waitForLoadState();
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	// By the debugger, which a page's Content-Security-Policy does not concern.
	await page.evaluate(axeSource);
	const inLight = await seriousFaults(page);
	await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
	const inDark = await seriousFaults(page, RULES_OF_COLOURS);
	await page.emulateMedia({ colorScheme: null });
	return [...inLight.map((fault) => `light ${fault}`), ...inDark.map((fault) => `dark ${fault}`)];
}

/** Of those that axe looks at by default. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** @param rules that are looked at, all of them unless given */
function seriousFaults(page: Page, rules?: string[]): Promise<string[]> {
	return page.evaluate(async (values) => {
		const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
		const { violations } = await axe.run({
			resultTypes: ['violations'],
			...(values && { runOnly: { type: 'rule', values } }),
		});
		return violations
			.filter(({ impact }) => impact === 'serious' || impact === 'critical')
			.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
	}, rules);
}

/** Returns by how many pixels the page is wider than its window: nobody should have to scroll to the side. */
export async function sideScroll(page: Page): Promise<number> {
	await page.waitForLoadState();
	return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
