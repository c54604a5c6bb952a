import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { fluidForFile } from '../support/fluid';
import { Receiver } from '../support/receiver';

const ERASURE = '/settings/erasure';

const fluid = fluidForFile();
const receiver = Receiver.forFile();
const browser = RealBrowser.forFile();
let page: Page;

beforeAll(async () => {
	({ page } = await browser.openSignedIn(fluid));
	await fluid.addCustomField({ key: 'mobile', name: 'Mobile', type: 'phone' });
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
	await fluid.post('/api-webhooks', {
		url: receiver.url,
		name: 'Mirror',
		events: ['deal.created'],
	});
});

const deal = (name: string) =>
	fluid.deal({
		name,
		value: 4800,
		note: 'Prefers mornings',
		contact: { name: 'Ada Lovelace', email: 'ada@example.com' },
		custom_fields: { mobile: '+44 7700 900118', seats: 12 },
	});

test('a person is erased from the page of their deal, by keyboard, with what was chosen', async () => {
	const { id } = await deal('Website for Ada');
	await fluid.everythingTried();
	await page.goto(`/deals/${id}`);
	await page.getByRole('link', { name: 'Erase this person' }).click();
	await page.getByText('What is stored of this contact').waitFor();
	const host = new URL(receiver.url).host;
	await page.getByText(`${host} (Mirror) received data of this person`).waitFor();
	expect(await page.getByRole('checkbox', { name: 'Mobile' }).isChecked()).toBe(true);
	expect(await page.getByRole('checkbox', { name: 'Seats' }).isChecked()).toBe(false);
	await page.getByRole('checkbox', { name: 'Deal name' }).uncheck();
	await page.getByRole('button', { name: 'Erase this person' }).focus();
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'What was removed' }).waitFor();
	await page.getByText('What you have to remove elsewhere').waitFor();

	const { body } = await fluid.get(`/api-deals/${id}`);
	expect(body).toMatchObject({
		name: 'Website for Ada',
		value: 4800,
		contact: null,
		notes: [],
		custom_fields: { mobile: null, seats: 12 },
	});
	await page.goto(`/deals/${id}`);
	expect(await page.getByText('Lovelace').count()).toBe(0);
});

test('a person is looked up by email address, and nobody by that name is said so', async () => {
	await deal('Second');
	await page.goto(ERASURE);
	await page.getByLabel('Email address').fill('nobody@example.com');
	await page.getByRole('button', { name: 'Look up' }).click();
	await page.getByText('Nothing is stored of anybody with the email address').waitFor();
	await page.getByLabel('Email address').fill('ADA@example.com');
	await page.getByRole('button', { name: 'Look up' }).click();
	await page.getByRole('heading', { name: 'What is stored of ADA@example.com' }).waitFor();
	expect(page.url()).not.toContain('example.com');
});

test('the pages have no serious fault of accessibility and fit 320 pixels', async () => {
	await page.goto(ERASURE);
	for (const step of ['Look up', 'Erase this person', undefined]) {
		expect(await accessibilityFaults(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 800 });
		expect(await sideScroll(page)).toBeLessThanOrEqual(0);
		await page.setViewportSize({ width: 1280, height: 1100 });
		if (process.env.SHOTS)
			await page.screenshot({ path: `${process.env.SHOTS}/${step ?? 'done'}.png`, fullPage: true });
		if (step === 'Look up') await page.getByLabel('Email address').fill('ada@example.com');
		if (step) await page.getByRole('button', { name: step }).click();
		if (step) await page.waitForLoadState();
	}
});
