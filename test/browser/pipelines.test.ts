import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { type FluidFixture, startFluid } from '../support/fluid';
import { countOf, messageOf, tabTo, waitForFocus } from '../support/pageWork';
import { Receiver } from '../support/receiver';

let fluid: FluidFixture;
const browser = RealBrowser.forFile();
let page: Page;

beforeEach(async () => {
	fluid = await startFluid();
	({ page } = await browser.openSignedIn(fluid));
	await page.goto('/settings/pipelines');
	return async () => {
		// A browser that holds a connection open keeps the service from ending.
		await page.context().close();
		await fluid.stop();
	};
});

const stageNames = async () =>
	(await fluid.get('/api-stages')).body.data.map(({ name }: { name: string }) => name);
const stageId = async (name: string): Promise<string> =>
	(await fluid.get('/api-stages')).body.data.find((stage: { name: string }) => stage.name === name)
		.id;
const row = (name: string) => page.locator('.sorted > .row', { hasText: name });

test('a pipeline is made with its stages, renamed and deleted', async () => {
	await page.getByLabel('Name', { exact: true }).fill('Partners');
	await page.getByLabel('Stages', { exact: true }).fill('Talking\n\nAgreed\nTalking');
	await page.getByRole('button', { name: 'Create pipeline' }).click();
	expect(await messageOf(page)).toBe('The pipeline "Partners" is ready.');
	expect((await stageNames()).slice(-2)).toEqual(['Talking', 'Agreed']);

	const card = page.locator('section.card', {
		has: page.getByRole('heading', { name: 'Partners' }),
	});
	await card.getByText('Rename Partners').click();
	await card.getByLabel('New name of Partners').fill('Resellers');
	await page.keyboard.press('Enter');
	await page.getByText('The pipeline "Partners" is now called "Resellers".').waitFor();

	await page.getByRole('link', { name: 'Delete Resellers' }).click();
	await page.getByText('Its stages (Talking, Agreed)').waitFor();
	await page.getByRole('button', { name: 'Delete pipeline' }).click();
	await page.getByText('The pipeline "Resellers" is deleted.').waitFor();
	expect((await fluid.get('/api-pipelines')).body.data).toHaveLength(1);
});

test('while it is renamed, a stage keeps its row, and one can type at once', async () => {
	const height = async () => (await row('Contacted').boundingBox())?.height;
	const before = await height();
	await row('Contacted').getByRole('link', { name: 'Rename Contacted' }).click();
	const form = page.locator('.sorted > .row', { has: page.getByLabel('New name of Contacted') });
	await waitForFocus(form.getByRole('textbox'));
	expect(await form.boundingBox()).toMatchObject({ height: before });
	await page.keyboard.press('Control+a');
	await page.keyboard.type('Answered');
	await page.keyboard.press('Enter');
	await page.getByText('The stage "Contacted" is now called "Answered".').waitFor();
	expect(await stageNames()).toContain('Answered');

	await row('Answered').getByRole('link', { name: 'Rename Answered' }).click();
	await page.getByRole('link', { name: 'Cancel' }).click();
	await waitForFocus(row('Answered').getByRole('link', { name: 'Rename Answered' }));
});

test('a name that is taken says so and loses nothing that was typed', async () => {
	await page.getByLabel('Name', { exact: true }).fill('sales');
	await page.getByLabel('Stages', { exact: true }).fill('Talking');
	await page.getByRole('button', { name: 'Create pipeline' }).click();
	await page.getByText('This workspace has a pipeline "Sales" already.').waitFor();
	expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('sales');
	expect(await page.getByLabel('Stages', { exact: true }).inputValue()).toBe('Talking');

	await page.getByLabel('New stage').fill('Contacted');
	await page.keyboard.press('Enter');
	await page
		.getByRole('alert')
		.getByText('This pipeline has a stage "Contacted" already.')
		.waitFor();

	await page.goto('/settings/pipelines');
	await row('New lead').getByText('Rename New lead').click();
	await page.getByLabel('New name of New lead').fill('Negotiation');
	await page.keyboard.press('Enter');
	await page.getByRole('alert').getByText('a stage "Negotiation" already').waitFor();
	expect(await page.getByLabel('New name of New lead').inputValue()).toBe('Negotiation');
});

test('a pipeline with deals is not deleted; the page says what to do first', async () => {
	await fluid.deal({ name: 'Acme website' });
	await page.getByRole('link', { name: 'Delete Sales' }).click();
	await page.getByText('"Sales" has a deal, won and lost ones included. Move them').waitFor();
	expect(await countOf(page.getByRole('button', { name: 'Delete pipeline' }))).toBe(0);
});

test('stages are added, renamed and put in another order by keyboard', async () => {
	await page.getByLabel('New stage').fill('Demo given');
	await page.keyboard.press('Enter');
	await page.getByText('The stage "Demo given" was added at the end.').waitFor();

	await tabTo(page, 'Move Demo given up');
	await page.keyboard.press('Enter');
	await page.getByText('"Demo given" is now stage 5.').waitFor();
	// The button that was pressed has the focus again.
	await waitForFocus(page.getByRole('button', { name: 'Move Demo given up' }));
	await page.keyboard.press('Enter');
	await page.getByText('"Demo given" is now stage 4.').waitFor();
	expect(await stageNames()).toEqual([
		'New lead',
		'Contacted',
		'Meeting booked',
		'Demo given',
		'Proposal sent',
		'Negotiation',
	]);
});

test('stages are put in another order by dragging', async () => {
	await row('Negotiation').dragTo(row('New lead'), { targetPosition: { x: 40, y: 4 } });
	await page.getByText('"Negotiation" is now stage 1.').waitFor();
	expect((await stageNames())[0]).toBe('Negotiation');
});

test('a stage with deals asks where they go, and webhooks receive each', async () => {
	const receiver = await Receiver.start();
	await fluid.deal({ name: 'Acme website' });
	await fluid.deal({ name: 'Beta shop', status: 'won' });
	await fluid.post('/api-webhooks', { url: receiver.url, events: ['deal.stage_changed'] });
	await page.reload();
	await page.getByRole('link', { name: 'Delete New lead' }).click();
	await page.getByText('It has 2 deals, won and lost ones included.').waitFor();
	await page.getByLabel('Move them to').selectOption({ label: 'Contacted' });
	await page.getByRole('button', { name: 'Move and delete stage' }).click();
	expect(await messageOf(page)).toBe(
		'The stage "New lead" is deleted. 2 deals moved to "Contacted".',
	);

	const calls = await receiver.waitFor(2);
	const received = calls.map(({ event }) => [event.data.deal?.name, event.previous?.stage_name]);
	expect(received.sort()).toEqual([
		['Acme website', 'New lead'],
		['Beta shop', 'New lead'],
	]);
	await receiver.stop();
});

test('a webhook that filters on the stage is named before, and paused with the reason', async () => {
	const { body } = await fluid.post('/api-webhooks', {
		url: `${fluid.url}/hook`,
		events: ['deal.stage_changed'],
		filters: { stage: 'Contacted' },
	});
	await page.getByRole('link', { name: 'Delete Contacted' }).click();
	await page.getByText(`${fluid.url}/hook`).waitFor();
	await page.getByRole('button', { name: 'Delete stage' }).click();
	expect((await fluid.get(`/api-webhooks/${body.id}`)).body).toMatchObject({
		status: 'paused',
		paused_reason:
			'Its filter names the stage "Contacted", which was deleted. Choose another stage, then resume it.',
	});
});

test('the last stage of a pipeline stays', async () => {
	await fluid.addPipeline('Partners', ['Talking']);
	await page.reload();
	await page.getByRole('link', { name: 'Delete Talking' }).click();
	await page.getByText('"Talking" is the only stage of "Partners"').waitFor();
	expect(await countOf(page.getByRole('button', { name: 'Delete stage' }))).toBe(0);
});

test('everything but dragging works without JavaScript', async () => {
	await fluid.deal({ name: 'Acme website' });
	({ page } = await browser.openSignedIn(fluid, { javaScriptEnabled: false }));
	await page.goto('/settings/pipelines');
	await row('Contacted').getByRole('button', { name: 'Move Contacted up' }).click();
	expect((await stageNames()).slice(0, 2)).toEqual(['Contacted', 'New lead']);

	await row('Contacted').getByText('Rename Contacted').click();
	await page.getByLabel('New name of Contacted').fill('Reached');
	await page.getByRole('button', { name: 'Save' }).locator('visible=true').click();
	expect(await messageOf(page)).toBe('The stage "Contacted" is now called "Reached".');

	await page.getByRole('link', { name: 'Delete New lead' }).click();
	await page.getByLabel('Move them to').selectOption({ label: 'Reached' });
	await page.getByRole('button', { name: 'Move and delete stage' }).click();
	expect(await messageOf(page)).toContain('One deal moved to "Reached".');
});

test('names with markup in them stay text', async () => {
	const evil = '<script>alert("x")</script>';
	await page.getByLabel('New stage').fill(evil);
	await page.keyboard.press('Enter');
	await row(evil).waitFor();
	await page.goto(`/settings/stages/${await stageId(evil)}/delete`);
	await page.getByRole('heading', { name: `Delete the stage "${evil}"?` }).waitFor();
	expect(await countOf(page.locator('main script'))).toBe(0);
});

test('the pages have no serious fault of accessibility and fit 320 pixels', async () => {
	await fluid.deal({ name: 'Acme website' });
	const addresses = [
		'/settings/pipelines',
		`/settings/stages/${await stageId('New lead')}/delete`,
		`/settings/pipelines/${(await fluid.get('/api-pipelines')).body.data[0].id}/delete`,
	];
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
