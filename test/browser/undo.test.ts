import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { fluidForFile } from '../support/fluid';
import { textsOf } from '../support/pageWork';

const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let page: Page;

beforeAll(async () => {
	({ page } = await browser.openSignedIn(fluid));
});

const imported = async (run: string) => {
	const deals = ['Alder', 'Beech'].map((name) => ({
		...{ name, contact: { email: `${name}@${run}.example` }, company: `${name} ${run}` },
	}));
	const { body } = await fluid.ingest({ deals }, { 'fluid-run': run });
	return body.results.map(({ deal }: { deal: { id: string } }) => deal.id) as string[];
};

test('a run is undone from the history of a deal: counted, confirmed, and what was touched since is named', async () => {
	const [first, second] = await imported('import-1');
	await fluid.deal({ id: second, value: 500 });
	await page.goto(`/deals/${first}`);
	expect(await textsOf(page.locator('.history .maker'))).toEqual([
		'By API key First key, run import-1',
	]);
	await page.getByRole('link', { name: 'import-1', exact: true }).click();
	await page.getByText('Undo this run?').waitFor();
	expect(await textsOf(page.locator('main .card li'))).toEqual([
		'1 deal, 1 contact and 1 company will be deleted.',
		'3 records will stay, in whole or in part: somebody has changed them since, or something else needs them.',
	]);
	expect(await accessibilityFaults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Undo this run' }).focus();
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: /^Undone on / }).waitFor();
	expect(await textsOf(page.locator('#outcome li'))).toEqual([
		'1 deal, 1 contact and 1 company were deleted.',
		'3 records stay, in whole or in part: somebody has changed them since, or something else needs them.',
	]);
	await page.getByRole('link', { name: 'Beech' }).click();
	await page.waitForURL(`**/deals/${second}`);
	expect((await fluid.get(`/api-deals/${first}`)).status).toBe(404);
});

test('the history of a deal names a note that was removed, without what it said', async () => {
	const { id } = await fluid.deal({ name: 'Cedar' });
	await fluid.ingest({ id, note: 'By a wrong mapping' }, { 'fluid-run': 'import-note' });
	await page.goto(`/deals/${id}`);
	await page.locator('.history').getByText('By a wrong mapping').waitFor();
	await fluid.post('/api-runs/import-note/undo');
	await page.reload();
	expect(await textsOf(page.locator('.history li li'))).toEqual([
		'This note was removed.',
		'This note was removed.',
	]);
});

test('a run with many changes is counted once its page is there', async () => {
	const deals = Array.from({ length: 1000 }, (_, number) => ({ name: `Many ${number}` }));
	for (let times = 0; times < 6; times += 1)
		await fluid.ingest({ deals }, { 'fluid-run': 'import-many' });
	await page.goto('/settings/runs/import-many');
	await page.getByText('6,000 deals will be deleted.').waitFor();
	await page.getByRole('button', { name: 'Undo this run' }).waitFor();
});

test('a run that is not there leads to the list, which says so', async () => {
	await page.goto('/settings/runs/n8n-1');
	expect(await page.locator('.message').innerText()).toContain('There is no such run');
	expect(await accessibilityFaults(page)).toEqual([]);
	expect(await sideScroll(page)).toBe(0);
});
