import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Event } from '../../contract/types';
import { OldDatabase } from '../../server/test/contacts/oldTwins';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { startedForFile } from '../support/fluid';
import { countOf } from '../support/pageWork';

const DUPLICATES = '/settings/duplicates';

const browser = RealBrowser.forFile();
let page: Page;
const ids: Record<string, string> = {};

const fluid = startedForFile(() => {
	const old = new OldDatabase();
	ids.company = old.company('Büro', null);
	ids.companyAgain = old.company('Bu\u0308ro', 'xn--bro-hoa.example');
	ids.jörg = old.contact('jörg@büro.example', { name: 'Jörg', company_id: ids.company });
	ids.jörgAgain = old.contact('jörg@bu\u0308ro.example', {
		phone: '+49 30 1234',
		company_id: ids.companyAgain,
	});
	old.contact('ada@example.com', { name: 'Ada Lovelace' });
	for (let deal = 1; deal <= 120; deal += 1)
		old.deal(`Order ${deal}`, ids.jörgAgain, ids.companyAgain);
	return old.start();
});

beforeAll(async () => {
	({ page } = await browser.openSignedIn(fluid));
});

const published = async () => {
	const types: Record<string, number> = {};
	for (let path = '/api-events?limit=200', more: string | null = ''; more !== null; ) {
		const { data, next_cursor } = (await fluid.get(`${path}${more}`)).body as {
			data: Event[];
			next_cursor: string | null;
		};
		for (const { type } of data) types[type] = (types[type] ?? 0) + 1;
		more = next_cursor && `&cursor=${next_cursor}`;
	}
	return types;
};

test('the pages that show and merge duplicates have no serious fault of accessibility and fit 320 pixels', async () => {
	for (const path of [
		DUPLICATES,
		`${DUPLICATES}/contacts/${ids.jörg}/${ids.jörgAgain}`,
		`${DUPLICATES}/companies/${ids.company}/${ids.companyAgain}`,
	]) {
		await page.goto(path);
		expect(await accessibilityFaults(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 800 });
		expect(await sideScroll(page)).toBeLessThanOrEqual(0);
		await page.setViewportSize({ width: 1280, height: 800 });
	}
});

test('two contacts with one address are merged by keyboard, with all that hangs on them', async () => {
	await page.goto(DUPLICATES);
	await page.getByText('spelled with different characters that look the same').waitFor();
	expect(await countOf(page.getByRole('row'))).toBe(6);
	await page.getByRole('link', { name: 'Merge jörg@bu\u0308ro.example and the oldest' }).focus();
	await page.keyboard.press('Enter');
	await page.getByText('+49 30 1234').waitFor();
	await page.getByRole('radio', { name: 'Jörg Oldest' }).focus();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByRole('status').getByText('Merged into "Jörg": 120 deals moved.').waitFor();

	const { body } = await fluid.get('/api-contacts?email=j%C3%B6rg@b%C3%BCro.example');
	expect(body.data).toMatchObject([{ id: ids.jörg, name: 'Jörg', phone: '+49 30 1234' }]);
	expect(await published()).toEqual({
		'contact.updated': 1,
		'deal.updated': 120,
		'contact.deleted': 1,
	});
});

test('of two companies with one name the one that is chosen stays', async () => {
	await page.goto(DUPLICATES);
	await page.getByRole('link', { name: 'Merge Bu\u0308ro and the oldest' }).click();
	await page.getByRole('radio', { name: 'Büro Oldest' }).check();
	await page.getByRole('button', { name: 'Merge companies' }).click();
	await page.getByText('Merged into "Büro": 120 deals and 0 contacts moved.').waitFor();
	await page.getByText('There are no duplicates in this workspace.').waitFor();

	const { data } = (await fluid.get('/api-deals?limit=1')).body;
	const company = { id: ids.company, name: 'Büro', domain: 'xn--bro-hoa.example' };
	expect(data).toMatchObject([{ company, contact: { company } }]);
	const deal = await fluid.deal({ name: 'New', company: { domain: 'büro.example' } });
	expect(deal.company).toEqual(company);
});

test('what was merged in another window meanwhile says so', async () => {
	await page.goto(`${DUPLICATES}/contacts/${ids.jörg}/${ids.jörgAgain}`);
	await page.getByText('One of the two was merged or deleted in the meantime').waitFor();
});
