import { expect, test } from 'vitest';
import { accessibilityFaults } from '../support/browser';
import { countOf } from '../support/pageWork';
import { WebhookPages } from '../support/webhookPages';

const web = new WebhookPages();

test("a person turns the workspace's own templates on, renews their address, and turns them off", async () => {
	await web.open();
	await web.page.goto('/deals');
	await web.page.getByRole('link', { name: 'Settings' }).click();
	await web.page.getByRole('link', { name: 'Templates in n8n', exact: true }).click();
	const own = () => web.page.locator('#own-library').innerText();
	expect(await countOf(web.page.locator('#own-library'))).toBe(0);

	await web.button('Turn on').click();
	await web.page.getByText('The own set is on.').waitFor();
	expect(await accessibilityFaults(web.page)).toEqual([]);
	const first = await own();
	await web.button('New address').click();
	await web.page.getByText('The set has a new address.').waitFor();
	expect(await own()).not.toBe(first);

	await web.button('Turn off').click();
	await web.page.getByText('The own set is off.').waitFor();
	expect(await countOf(web.page.locator('#own-library'))).toBe(0);
});
