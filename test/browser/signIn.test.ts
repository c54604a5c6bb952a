import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { accessibilityFaults, RealBrowser } from '../support/browser';
import { fluidForFile } from '../support/fluid';

const password = 'Lovelace-1815';
const fluid = fluidForFile({ FLUID_ADMIN_PASSWORD: password }, () => now);
const browser = RealBrowser.forFile();
let page: Page;
let now = new Date();

beforeEach(async () => {
	now = new Date(now.getTime() + 2 * 60 * 60 * 1000);
	({ page } = await browser.open({ baseURL: fluid.url }));
});

async function signIn(text: string): Promise<void> {
	await page.getByLabel('Password').fill(text);
	// Until the answer is there, a page takes no second password.
	await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

test('the password signs in and leads back to the page that was asked for', async () => {
	await page.goto('/settings/workspaces');
	expect(page.url()).toContain('/sign-in?next=%2Fsettings%2Fworkspaces');
	await signIn(password);
	await page.waitForURL('**/settings/workspaces');
});

test('a wrong password says so and lets one try again', async () => {
	await page.goto('/sign-in');
	await signIn('lovelace-1815');
	await page.getByRole('alert').getByText('That is not the password').waitFor();
	await signIn(password);
	await page.waitForURL('**/deals');
});

test('after five wrong passwords even the right one waits', async () => {
	await page.goto('/sign-in');
	for (let tries = 0; tries < 5; tries += 1) await signIn(`wrong-${tries}`);
	await signIn(password);
	await page.getByText('Too many wrong passwords. Wait 5 seconds').waitFor();

	now = new Date(now.getTime() + 6_000);
	await signIn(password);
	await page.waitForURL('**/deals');
});

test('the cookie is out of reach for scripts and for other sites', async () => {
	await page.goto('/sign-in');
	await signIn(password);
	await page.waitForURL('**/deals');
	const [cookie] = await page.context().cookies();
	expect(cookie).toMatchObject({ name: 'fluid_session', httpOnly: true, sameSite: 'Lax' });
});

test('signing out ends the session', async () => {
	await page.goto('/sign-in');
	await signIn(password);
	await page.waitForURL('**/deals');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await page.waitForURL('**/sign-in');
	await page.goto('/deals');
	expect(page.url()).toContain('/sign-in');
});

test('the page has no serious fault of accessibility, light and dark', async () => {
	await page.goto('/sign-in');
	expect(await accessibilityFaults(page)).toEqual([]);
});
