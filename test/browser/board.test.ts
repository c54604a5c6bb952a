import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { Event } from '../../contract/types';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { type FluidFixture, startFluid } from '../support/fluid';
import { sendManyDeals } from '../support/manyDeals';
import { countOf, focusedName, messageOf, tabTo, textsOf, waitForFocus } from '../support/pageWork';
import { Receiver } from '../support/receiver';

const now = new Date('2026-11-24T12:00:00.000Z');
let fluid: FluidFixture;
const browser = RealBrowser.forFile();
let page: Page;

beforeEach(async () => {
	fluid = await startFluid({}, () => now);
	({ page } = await browser.openSignedIn(fluid, { viewport: { width: 1500, height: 900 } }));
	return async () => {
		// A browser that holds a connection open keeps the service from ending.
		await page.context().close();
		await fluid.stop();
	};
});

const column = (stage: string) =>
	page.locator('.column', { has: page.getByRole('heading', { name: stage }) });
const card = (name: string) => page.locator('.deal', { hasText: name });
const dealNamed = async (name: string) =>
	(await fluid.get(`/api-deals?q=${encodeURIComponent(name)}`)).body.data[0];
const acme = {
	name: 'Acme website',
	value: 4800,
	contact: { email: 'ada@example.com', name: 'Ada Lovelace' },
	company: 'Acme',
};

test('a card shows contact, company and value, and columns add up by currency', async () => {
	await fluid.deal(acme);
	await fluid.deal({ name: 'Beta shop', value: 199.5 });
	await fluid.deal({ name: 'Gamma GmbH', value: 1000, currency: 'EUR' });
	await page.goto('/deals');
	const text = await card('Acme website').innerText();
	expect(text).toContain('Ada Lovelace · Acme');
	expect(text).toContain('$4,800');
	const head = column('New lead').locator('.head');
	expect(await head.locator('.count').innerText()).toContain('3');
	expect(await head.locator('.sum').innerText()).toBe('€1,000 · $4,999.50');
});

function edgeColour(element: unknown): string {
	const window = globalThis as unknown as {
		getComputedStyle: (element: unknown) => { borderLeftColor: string };
	};
	return window.getComputedStyle(element).borderLeftColor;
}

test('the reminder is shown in a colour and in words', async () => {
	const reminders = {
		'Late deal': { at: '2026-11-20T09:00:00Z' },
		"Today's deal": { at: '2026-11-24T18:00:00Z' },
		'Later deal': { at: '2027-01-05T09:00:00Z' },
		'Forgotten deal': undefined,
	};
	for (const [name, reminder] of Object.entries(reminders)) await fluid.deal({ name, reminder });
	await page.goto('/deals');
	const shown = Object.keys(reminders).map(async (name) => [
		await card(name).locator('.reminder').textContent(),
		await card(name).evaluate(edgeColour),
	]);
	expect(await Promise.all(shown)).toEqual([
		['!Overdue since 20 Nov', 'rgb(198, 40, 40)'],
		['✓Due today', 'rgb(30, 125, 67)'],
		['→5 Jan 2027', 'rgb(123, 135, 148)'],
		['?No reminder', 'rgb(201, 138, 0)'],
	]);
});

test('a deal that is won or lost is not reminded of', async () => {
	const reminder = { at: '2026-11-20T09:00:00Z' };
	const { id } = await fluid.deal({ name: 'Won deal', reminder, status: 'won' });
	await fluid.deal({ name: 'Lost deal', status: 'lost' });
	for (const [status, name] of [
		['won', 'Won deal'],
		['lost', 'Lost deal'],
	] as const) {
		await page.goto(`/deals?status=${status}`);
		expect(await card(name).evaluate(edgeColour)).toBe('rgb(123, 135, 148)');
		expect(await countOf(card(name).locator('.reminder'))).toBe(0);
	}
	await page.goto(`/deals/${id}`);
	await page.getByText('20 Nov 2026, 09:00 UTC').waitFor();
	expect(await countOf(page.locator('.reminder'))).toBe(0);
});

test('an address of a stage that is gone says so, and not that there are no deals', async () => {
	await page.goto('/deals?stage=stg_gone');
	await page.getByText('asks for what there is not: stage=stg_gone').waitFor();
});

test('a board without a card says why, and what to do next', async () => {
	await page.goto('/deals');
	await page.getByRole('heading', { name: 'Your first deal' }).waitFor();
	for (const [link, heading] of [
		['Connect n8n, Zapier, Make or another tool', 'Connect'],
		['Put a lead form on your website', 'New lead form'],
		['Enter it by hand', 'New deal'],
	] as const) {
		await page.goto('/deals');
		await page.getByRole('link', { name: link }).click();
		await page.getByRole('heading', { name: heading, exact: true }).waitFor();
	}
	await fluid.deal({ name: 'Acme website' });
	await page.goto('/deals?status=won');
	await page.getByText('No deal in Sales is won yet.').waitFor();
	await page.goto('/deals?q=globex');
	await page.getByText('No open deal in Sales matches globex.').waitFor();
	await page.getByRole('link', { name: 'Clear the search' }).click();
	await card('Acme website').waitFor();
	expect(await countOf(page.locator('main .empty, .first-steps'))).toBe(0);
});

test('dragging a card moves the deal, and a webhook receives it', async () => {
	const receiver = await Receiver.start();
	await fluid.deal(acme);
	const events = ['deal.updated', 'deal.stage_changed'];
	await fluid.post('/api-webhooks', { url: receiver.url, events });
	await page.goto('/deals');
	await card('Acme website').dragTo(column('Meeting booked'));
	await page.getByText('"Acme website" is now in "Meeting booked".').waitFor();
	await column('Meeting booked').locator('.deal', { hasText: 'Acme website' }).waitFor();
	expect(await column('Meeting booked').locator('.sum').innerText()).toBe('$4,800');
	expect(await column('New lead').locator('.sum').innerText()).toBe('No value');

	const calls = await receiver.waitFor(2);
	const received = calls.map(({ event }: { event: Event }) => [
		event.type,
		event.previous?.stage_name,
		event.data.deal?.stage_name,
	]);
	expect(received.sort()).toEqual([
		['deal.stage_changed', 'New lead', 'Meeting booked'],
		['deal.updated', 'New lead', 'Meeting booked'],
	]);
	await receiver.stop();
});

test('a card that cannot be moved goes back and says why', async () => {
	await fluid.deal(acme);
	await page.goto('/deals');
	const { id } = await dealNamed('Acme');
	await fluid.delete(`/api-deals/${id}`);
	await card('Acme website').dragTo(column('Contacted'));
	await page.getByText('It was deleted, or the address is incomplete.').waitFor();
	expect(await countOf(column('New lead').locator('.deal'))).toBe(1);
	expect(await countOf(column('Contacted').locator('.deal'))).toBe(0);
});

test('a deal is moved by keyboard, and the focus goes with it', async () => {
	await fluid.deal(acme);
	await page.goto('/deals');
	await tabTo(page, 'Move, win or lose Acme website');
	await page.keyboard.press('Enter');
	await waitForFocus(page.locator('dialog[open]').getByLabel('Move to'));
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await column('Contacted').locator('.deal', { hasText: 'Acme website' }).waitFor();
	await expect.poll(() => focusedName(page)).toBe('Acme website');
	expect((await dealNamed('Acme')).stage_name).toBe('Contacted');
});

test('Escape closes the menu and nothing is changed', async () => {
	await fluid.deal(acme);
	await page.goto('/deals');
	await card('Acme website').getByRole('link', { name: 'Move, win or lose' }).click();
	await page.locator('dialog[open]').waitFor();
	await page.keyboard.press('Escape');
	await page.locator('dialog[open]').waitFor({ state: 'detached' });
	expect((await dealNamed('Acme')).stage_name).toBe('New lead');
});

test('deals are won and lost with a reason; they leave the open ones and stand among their own', async () => {
	await fluid.deal(acme);
	await fluid.deal({ name: 'Beta shop' });
	await page.goto('/deals');
	await card('Acme website').getByRole('link', { name: 'Move, win or lose' }).click();
	await page.getByRole('button', { name: 'Mark as won' }).click();
	await page.getByText('"Acme website" is marked as won.').waitFor();
	expect(await countOf(card('Acme website'))).toBe(0);

	await card('Beta shop').getByRole('link', { name: 'Move, win or lose' }).click();
	await page.getByLabel('Why it was lost (optional)').fill('No budget');
	await page.getByRole('button', { name: 'Mark as lost' }).click();
	await page.getByText('"Beta shop" is marked as lost.').waitFor();
	expect(await dealNamed('Beta')).toMatchObject({ status: 'lost', lost_reason: 'No budget' });

	await page.getByRole('link', { name: 'Won', exact: true }).click();
	await card('Acme website').waitFor();
	await card('Acme website').getByRole('link', { name: 'Move, win or lose' }).click();
	await page.getByRole('button', { name: 'Reopen' }).click();
	await page.getByText('"Acme website" is open again.').waitFor();
	const events = (await fluid.get('/api-events')).body.data as Event[];
	expect(events.map(({ type }) => type).filter((type) => /won|lost/.test(type))).toEqual([
		'deal.lost',
		'deal.won',
	]);
});

test('a deal is deleted after a question, back to the board as it was filtered', async () => {
	await fluid.deal(acme);
	await page.goto('/deals?q=acme');
	await card('Acme website').getByRole('link', { name: 'Move, win or lose' }).click();
	await page.getByRole('link', { name: 'Delete it' }).click();
	await page
		.getByText('The deal of $4,800 and its notes will be deleted. Its contact stays.')
		.waitFor();
	await page.getByRole('button', { name: 'Delete deal' }).click();
	expect(await messageOf(page)).toBe('The deal "Acme website" is deleted.');
	expect(page.url()).toContain('q=acme');
	expect((await fluid.get('/api-events?type=deal.deleted')).body.data).toHaveLength(1);
});

test('a deal is made by hand in the stage whose plus was pressed', async () => {
	await page.goto('/deals');
	await page.getByRole('link', { name: 'New deal in Contacted' }).click();
	await page.getByLabel('Deal name').fill('Acme website');
	await page.getByLabel('Value').fill('4800.50');
	await page.getByLabel('Contact name').fill('Ada Lovelace');
	await page.getByLabel('Contact email').fill('ada@example.com');
	await page.getByLabel('Company name').fill('Acme');
	await page.getByRole('button', { name: 'Create deal' }).click();
	expect(await messageOf(page)).toBe('The deal "Acme website" is in "Contacted".');
	expect(await dealNamed('Acme')).toMatchObject({
		value: 4800.5,
		stage_name: 'Contacted',
		contact: { name: 'Ada Lovelace', email: 'ada@example.com' },
		company: { name: 'Acme' },
	});
});

test('a fault in a new deal stands beside its field and nothing that was typed is lost', async () => {
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text', required: true });
	await page.goto('/deals/new');
	await page.getByLabel('Deal name').fill('Acme website');
	await page.getByLabel('Currency').fill('EURO');
	await page.getByRole('button', { name: 'Create deal' }).click();
	await page.getByText('"EURO" is not a currency.').waitFor();
	await page.getByLabel('Currency').fill('eur');
	await page.getByRole('button', { name: 'Create deal' }).click();
	await page.getByText('Industry is required in this pipeline. Give it a value.').waitFor();
	expect(await page.getByLabel('Deal name').inputValue()).toBe('Acme website');
	await page.getByLabel('Industry').fill('Retail');
	await page.getByRole('button', { name: 'Create deal' }).click();
	expect((await dealNamed('Acme')).currency).toBe('EUR');
});

test('the search finds deals by name, contact and company', async () => {
	await fluid.deal(acme);
	await fluid.deal({ name: 'Beta shop', contact: { email: 'grace@example.com' } });
	await page.goto('/deals');
	for (const [q, name] of Object.entries({
		WEBSITE: 'Acme website',
		grace: 'Beta shop',
		acm: 'Acme website',
	})) {
		await page.getByRole('searchbox').fill(q);
		await page.keyboard.press('Enter');
		await page.waitForURL(`**q=${q}**`);
		expect(await textsOf(page.locator('.deal .name'))).toEqual([name]);
	}
	await page.getByRole('link', { name: 'Clear search' }).click();
	expect(await countOf(page.locator('.deal'))).toBe(2);
});

test('everything but dragging works without JavaScript', async () => {
	await fluid.deal(acme);
	({ page } = await browser.openSignedIn(fluid, { javaScriptEnabled: false }));
	await page.goto('/deals?q=acme');
	await card('Acme website').getByRole('link', { name: 'Move, win or lose' }).click();
	await page.getByLabel('Move to').selectOption({ label: 'Negotiation' });
	await page.getByRole('button', { name: 'Move', exact: true }).click();
	expect(await messageOf(page)).toBe('"Acme website" is now in "Negotiation".');
	expect(page.url()).toContain('q=acme');

	await card('Acme website').getByRole('link', { name: 'Move, win or lose' }).click();
	await page.getByRole('button', { name: 'Mark as won' }).click();
	expect(await messageOf(page)).toBe('"Acme website" is marked as won.');
	await page.getByRole('link', { name: 'Won', exact: true }).click();
	await card('Acme website').waitFor();
});

test('a deal moves to a stage of another pipeline', async () => {
	await fluid.addPipeline('Partners', ['Talking']);
	await fluid.deal(acme);
	await page.goto('/deals');
	await card('Acme website').getByRole('link', { name: 'Move, win or lose' }).click();
	await page.getByLabel('Move to').selectOption({ label: 'Talking' });
	await page.getByRole('button', { name: 'Move', exact: true }).click();
	await page.getByText('"Acme website" is now in "Talking".').waitFor();
	expect(await countOf(card('Acme website'))).toBe(0);
	await page.getByLabel('Pipeline').selectOption({ label: 'Partners' });
	await column('Talking').locator('.deal', { hasText: 'Acme website' }).waitFor();
});

test('ten thousand deals stay usable: columns load fifty cards and more as they are scrolled', async () => {
	const stages = (await fluid.get('/api-stages')).body.data.map(({ id }: { id: string }) => id);
	await sendManyDeals(fluid, 10_000, stages);
	const answer = await page.goto('/deals');
	expect((await answer!.body()).length).toBeLessThan(400_000);
	expect(await column('New lead').locator('.count').innerText()).toContain('2,000');
	expect(await column('New lead').locator('.sum').innerText()).toBe('$200,000');
	const cards = column('New lead').locator('.deal');
	expect(await countOf(cards)).toBe(50);
	await column('New lead').locator('.more').scrollIntoViewIfNeeded();
	await cards.nth(99).waitFor();
	expect(await countOf(cards)).toBe(100);
	expect(await countOf(column('Contacted').locator('.deal'))).toBe(50);
	const names = await textsOf(cards.locator('.name'));
	expect(new Set(names).size).toBe(100);

	await cards.first().dragTo(column('Contacted'));
	await page.getByText('is now in "Contacted".').waitFor();
	expect(await column('Contacted').locator('.count').innerText()).toContain('2,001');
});

test('where more match than are added up, each column says so, and none that it has no deals', async () => {
	const { body } = await fluid.get('/api-stages');
	const [first, second] = body.data.map(({ id }: { id: string }) => id);
	await sendManyDeals(fluid, 100, [second]);
	await sendManyDeals(fluid, 600, [first]);

	await page.goto('/deals?reminder=none&sort=due');

	const note = page.getByText('More than 500 deals match.');
	expect(await note.innerText()).toContain('adds up the newest;');
	const heads = await textsOf(page.locator('.head'));
	expect(heads[0]).toContain('500 shown');
	expect(heads[1]).toContain('0 shown');
	expect(heads[1]).toContain('Not added up');
	await page.goto('/deals');
	expect((await textsOf(page.locator('.head')))[1]).not.toContain('shown');

	await fluid.deal({ name: 'Deal with Ada', reminder: { in_days: 3 } });
	await page.goto('/deals?q=deal&sort=due');
	expect(await note.innerText()).toContain(
		'all that have a reminder and the newest of the others;',
	);
});

test('an address that asks for what there is not says so, and shows the board without it', async () => {
	await fluid.deal(acme);
	await page.goto('/deals?reminder=nope&sort=<b>');
	expect(await page.getByRole('status').first().innerText()).toContain(
		'asks for what there is not: reminder=nope',
	);
	expect(await card('Acme website').isVisible()).toBe(true);
	await page.goto('/deals?pipeline=Slaes&status=open&sort=newest');
	expect(await page.getByRole('status').first().innerText()).toContain(
		'asks for what there is not: pipeline=Slaes, sort=newest',
	);
	expect(await page.getByText('It can be sorted by what changed last').count()).toBe(1);
	expect(await card('Acme website').isVisible()).toBe(true);
	await page.goto('/deals?sort=updated&status=open');
	expect(await page.getByText('asks for what there is not').count()).toBe(0);
	await page.goto('/deals?reminder=none&sort=due&status=open');
	expect(await page.getByText('asks for what there is not').count()).toBe(0);
});

test('without JavaScript a link leads to the next cards of a column', async () => {
	const [{ id }] = (await fluid.get('/api-stages')).body.data;
	await sendManyDeals(fluid, 60, [id]);
	({ page } = await browser.openSignedIn(fluid, { javaScriptEnabled: false }));
	await page.goto('/deals');
	await page.getByRole('link', { name: 'Show more of New lead' }).click();
	expect(await countOf(page.locator('.deal'))).toBe(10);
	await page.getByRole('link', { name: 'Back to the whole board' }).click();
	expect(await countOf(page.locator('.deal'))).toBe(50);
});

test('stored markup stays text on the board', async () => {
	const evil = '"><script>document.title="taken"</script>';
	await fluid.deal({
		name: evil,
		contact: { name: evil, email: 'ada@example.com' },
		company: evil,
		labels: [evil],
	});
	await page.goto(`/deals?q=${encodeURIComponent(evil)}`);
	expect(await page.locator('.deal .name').innerText()).toBe(evil);
	await page.locator('.deal .menu').click();
	await page.locator('dialog[open]').getByRole('heading', { name: evil }).waitFor();
	await page.getByRole('button', { name: 'Mark as lost' }).click();
	await page.getByText(`"${evil}" is marked as lost.`).waitFor();
	expect(await page.title()).toContain('Deals');
	expect(await countOf(page.locator('main script, dialog script'))).toBe(0);
});

test('a workspace without a pipeline says what to do', async () => {
	await page.goto('/settings/pipelines');
	await page.getByRole('link', { name: 'Delete Sales' }).click();
	await page.getByRole('button', { name: 'Delete pipeline' }).click();
	await page.goto('/deals');
	await page.getByText('there is no pipeline yet').waitFor();
	await page.goto('/deals/new');
	expect(await messageOf(page)).toBe('Create a pipeline for your deals first.');
});

test('the pages have no serious fault of accessibility and fit 320 pixels', async () => {
	await fluid.deal({ ...acme, labels: ['cold email'], reminder: { in_days: 0 } });
	await fluid.deal({ name: 'Beta shop', reminder: { at: '2026-11-01T09:00:00Z' } });
	const { id } = await dealNamed('Acme');
	const addresses = ['/deals', '/deals/new', `/deals/${id}/act`, `/deals/${id}/delete`];
	for (const address of addresses) {
		await page.goto(address);
		expect(await accessibilityFaults(page)).toEqual([]);
	}
	await page.goto('/deals');
	await page.locator('.deal .menu').first().click();
	await page.locator('dialog[open]').waitFor();
	expect(await accessibilityFaults(page)).toEqual([]);
	await page.setViewportSize({ width: 320, height: 700 });
	for (const address of addresses) {
		await page.goto(address);
		expect(await sideScroll(page)).toBe(0);
	}
});
