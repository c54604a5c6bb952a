import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { RealBrowser } from './browser';
import { type FluidFixture, startFluid } from './fluid';
import { Receiver } from './receiver';

/** Where the webhooks are listed. */
export const WEBHOOKS_PAGE = '/settings/automations/webhooks';

/** The pages of webhooks in a real browser, with a service of their own and a receiver that is new for each test. */
export class WebhookPages {
	now = new Date();
	fluid!: FluidFixture;
	receiver!: Receiver;
	page!: Page;
	private browser!: RealBrowser;

	/** Starts and stops what the tests of a file need. */
	constructor() {
		beforeAll(async () => {
			this.fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1h' }, () => this.now);
			this.browser = await RealBrowser.start();
		});
		afterAll(async () => {
			await this.browser.stop();
			await this.fluid.stop();
			expect(this.browser.strayRequests).toEqual([]);
		});
		beforeEach(async () => {
			this.now = new Date();
			this.receiver = await Receiver.start();
		});
		afterEach(async () => {
			await this.page.context().close();
			await this.receiver.stop();
		});
	}

	/** Opens the browser as somebody who is signed in. */
	async open(options: Parameters<RealBrowser['open']>[0] = {}): Promise<void> {
		({ page: this.page } = await this.browser.openSignedIn(this.fluid, options));
	}

	/** Adds a webhook by the API, for tests of what comes after; answers its id and secret. */
	async added(change: object = {}): Promise<{ id: string; secret: string }> {
		const input = { url: this.receiver.url, events: ['deal.created', 'deal.won'], ...change };
		return (await this.fluid.post('/api-webhooks', input)).body;
	}

	button(name: string) {
		return this.page.getByRole('button', { name, exact: true });
	}

	link(name: string) {
		return this.page.getByRole('link', { name, exact: true });
	}

	checkbox(name: string) {
		return this.page.getByRole('checkbox', { name, exact: true });
	}

	radio(name: string) {
		return this.page.getByRole('radio', { name, exact: true });
	}

	select(name: string) {
		return this.page.getByRole('combobox', { name, exact: true });
	}

	heading(name: string) {
		return this.page.getByRole('heading', { name, exact: true });
	}

	get name() {
		return this.page.getByRole('textbox', { name: 'Name', exact: true });
	}

	get url() {
		return this.page.getByRole('textbox', { name: 'URL', exact: true });
	}

	/** What the page of a webhook or a delivery says under a heading such as "Status". */
	fact(name: string) {
		return this.page.locator('.facts dt', { hasText: name }).locator('+ dd');
	}
}
