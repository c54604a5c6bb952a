import { expect, test } from 'vitest';
import { accessibilityFaults } from '../support/browser';
import { countOf } from '../support/pageWork';
import { Receiver } from '../support/receiver';
import { WebhookPages } from '../support/webhookPages';

const ALERTS = '/settings/automations/alerts';

const web = new WebhookPages();

test('a person has alerts sent to a URL, tries it, and turns them off again', async () => {
	const team = await Receiver.start();
	await web.open();
	await web.page.goto('/deals');
	await web.page.getByRole('link', { name: 'Settings' }).click();
	await web.page.getByRole('link', { name: 'Alerts', exact: true }).click();
	expect(await countOf(web.button('Send a test'))).toBe(0);

	await web.page.getByLabel('URL', { exact: true }).fill(team.url);
	await web.button('Save').click();
	await web.page.getByText('Saved. Send a test to see whether it arrives.').waitFor();
	expect(await accessibilityFaults(web.page)).toEqual([]);
	await web.button('Send a test').click();
	await web.page.getByText('The test arrived.').waitFor();
	await team.waitFor(1);

	team.answer(404);
	await web.button('Send a test').click();
	await web.page.getByText('The test did not arrive.').waitFor();
	await web.page.getByText('The last message did not arrive: Answered 404').waitFor();

	await web.button('Turn alerts off').click();
	await web.page.getByText('Alerts are off.').waitFor();
	expect(await web.page.getByLabel('URL', { exact: true }).inputValue()).toBe('');
	await team.stop();
});

test('an address without its scheme is completed, as everywhere', async () => {
	await web.open();
	await web.page.goto(ALERTS);
	await web.page.getByLabel('URL', { exact: true }).fill('127.0.0.1:9/alerts');
	await web.button('Save').click();
	await web.page.getByText('Saved. Send a test to see whether it arrives.').waitFor();
	expect(await web.page.getByLabel('URL', { exact: true }).inputValue()).toBe(
		'https://127.0.0.1:9/alerts',
	);
});

test('an address that is none is marked, and what was typed stays', async () => {
	await web.open();
	await web.page.goto(ALERTS);
	await web.page.getByLabel('URL', { exact: true }).fill('https://hooks\\slack.com');
	await web.button('Save').click();
	await web.page.locator('#url-fault').waitFor();
	expect(await web.page.getByLabel('URL', { exact: true }).inputValue()).toBe(
		'https://hooks\\slack.com',
	);
});

test('the board and the page of alerts say which webhook is in trouble, with the way to it', async () => {
	const { id } = await web.added();
	web.receiver.answer(410);
	await web.fluid.deal({ name: 'Acme website' });
	await web.receiver.waitFor(1);
	await expect
		.poll(async () => (await web.fluid.get(`/api-webhooks/${id}`)).body.status)
		.toBe('paused');
	await web.open();
	for (const path of ['/deals', ALERTS]) {
		await web.page.goto(path);
		await web.page.getByText('is paused: The receiver answered 410 Gone').waitFor();
		expect(await accessibilityFaults(web.page)).toEqual([]);
	}
	await web.page.getByRole('main').getByRole('link', { name: web.receiver.url }).click();
	await web.page.waitForURL(`**/settings/automations/webhooks/${id}`);
});
