import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { createSignInLink } from '../../server/src/signIn/links';
import { RealBrowser } from '../support/browser';
import { fluidForFile } from '../support/fluid';

const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let page: Page;

afterEach(() => page.context().close());

test('a note that is written after the session has ended is not lost: sign in beside it and send it again', async () => {
	const { id } = await fluid.deal({ name: 'Acme website' });
	const notes = async () => (await fluid.get(`/api-deals/${id}`)).body.notes;
	({ page } = await browser.openSignedIn(fluid));
	await page.goto(`/deals/${id}`);
	const note = 'Ada asks for "two" offers\n& a call on Monday';
	await page.getByLabel('New note').fill(note);
	await page.context().clearCookies();
	await page.getByRole('button', { name: 'Add note' }).click();
	await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
	expect(await notes()).toEqual([]);

	const link = page.getByRole('link', { name: 'Sign in in a new tab' });
	const [signIn] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
	const path = await fluid.service.database.writeService((transaction) =>
		createSignInLink(transaction, new Date()),
	);
	await signIn.goto(fluid.url + path);
	await signIn.getByRole('button', { name: 'Sign in' }).click();
	await signIn.getByRole('heading', { name: 'Deals' }).waitFor();

	await page.getByRole('button', { name: 'Send again' }).click();
	await page.getByRole('heading', { name: 'This page is out of date' }).waitFor();
	await page.getByRole('button', { name: 'Send again' }).click();
	await page.getByText('The note is added.').waitFor();
	expect(await notes()).toMatchObject([{ text: note }]);
});
