import { describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/browser';
import { countOf, textsOf } from '../support/pageWork';
import { WebhookPages, WEBHOOKS_PAGE } from '../support/webhookPages';

const web = new WebhookPages();

describe('sending', () => {
	test('a test of any event shows the answer: status, duration and body', async () => {
		const { id } = await web.added();
		web.receiver.answer(202, 'Thank you, <b>Fluid</b>');
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.select('Event').selectOption('Form submitted');
		await web.button('Send test').click();
		await web.page
			.getByRole('status')
			.getByText('A sample of "Form submitted" was sent.')
			.waitFor();
		await web.page.getByRole('heading', { name: /^Attempt 1: 202 in \d+ ms Succeeded$/ }).waitFor();
		await web.page.getByText('Thank you, <b>Fluid</b>').waitFor();
		const [call] = await web.receiver.waitFor(1);
		expect(call?.event).toMatchObject({ type: 'form.submitted', data: { form: {} } });
		await web.page.getByText('What is sent').click();
		await web.page.getByText('"type": "form.submitted"').waitFor();
	});

	test('a test that fails says what went wrong', async () => {
		const { id } = await web.added({ url: 'http://127.0.0.1:1' });
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.button('Send test').click();
		await web.page.getByText('Nothing accepts connections at this address.').waitFor();
		await web.page
			.getByRole('heading', { name: /^Attempt 1: No answer after \d+ ms Failed$/ })
			.waitFor();
		expect(await countOf(web.page.locator('.message'))).toBe(0);
	});

	test('a delivery that failed is retried by its button, and every attempt is in the log', async () => {
		web.receiver.answer(500, 'database is locked');
		const { id } = await web.added();
		await web.fluid.deal({ name: 'Acme website' });
		await web.receiver.waitFor(1);
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		web.receiver.answer(200, 'now it works');
		await web.button('Retry Deal created').click();
		await web.page.getByText('now it works').waitFor();
		await web.page.getByText('database is locked').waitFor();
		expect(await web.fact('Status').textContent()).toBe('Succeeded');
		expect(web.receiver.received.map(({ event }) => event.id)).toEqual([
			web.receiver.received[0]?.event.id,
			web.receiver.received[0]?.event.id,
		]);

		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.page.locator('summary', { hasText: /2 tries, last: 200 in \d+ ms/ }).click();
		await web.page.locator('.attempts').getByText('Answered 500; only 2xx counts').waitFor();
	});

	test('a delivery that holds up the next one of its deal is skipped by its button', async () => {
		web.receiver.answer(500, 'not this one');
		const { id } = await web.added({
			ordering: 'per_object',
			events: ['deal.created', 'deal.won'],
		});
		await web.fluid.deal({ name: 'Acme website', status: 'won' });
		await web.receiver.waitFor(1);
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.page.getByText('In order, for each deal or contact').waitFor();
		expect(await accessibilityFaults(web.page)).toEqual([]);
		await web.page.getByRole('link', { name: 'Deal won' }).click();
		expect(await web.page.locator('.empty').textContent()).toMatch(/^\s*None yet\.\s*$/);
		await web.page.getByRole('link', { name: 'the one before' }).click();
		web.receiver.answer(200);
		await web.button('Skip Deal created').click();
		await web.page.getByRole('status').getByText('It is skipped.').waitFor();
		expect(await web.fact('Status').textContent()).toBe('Skipped');

		const [, won] = await web.receiver.waitFor(2);
		expect(won?.event.type).toBe('deal.won');
	});

	test('a replay asks first, says how many, and sends again what happened since a time', async () => {
		const { id } = await web.added();
		const start = web.now.getTime();
		for (const [minutes, name] of [
			[0, 'Before'],
			[10, 'After'],
		] as const) {
			web.now = new Date(start + minutes * 60_000);
			await web.fluid.deal({ name });
		}
		await web.receiver.waitFor(2);
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		const since = new Date(start + 5 * 60_000).toISOString().slice(0, 19);
		await web.page.getByLabel('Since (UTC)').fill(since);
		await web.radio('Everything, whether it arrived before or not').check();
		await web.button('Replay').click();
		await web.heading('Send 1 event again?').waitFor();
		await web.page.getByText('Those that arrived before will arrive a second time.').waitFor();
		expect(web.receiver.received).toHaveLength(2);
		await web.button('Send 1 event again').click();
		await web.page.getByText('1 event is being sent again.').waitFor();
		const calls = await web.receiver.waitFor(3);
		expect(calls[2]?.event.data.deal?.name).toBe('After');
	});

	test('a replay sends only what failed or was held, unless everything is asked for', async () => {
		const { id } = await web.added();
		await web.fluid.deal({ name: 'Arrived' });
		await web.receiver.waitFor(1);
		await web.fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		await web.fluid.deal({ name: 'Held' });
		await web.fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
		await web.open({ javaScriptEnabled: false });
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.page.getByText('1 delivery was held while the webhook was paused').waitFor();
		await web.button('Replay').click();
		await web.page.getByText('their deliveries failed or were held').waitFor();
		await web.button('Send 1 event again').click();
		await web.page.getByText('1 event is being sent again.').waitFor();
		const calls = await web.receiver.waitFor(2);
		expect(calls[1]?.event.data.deal?.name).toBe('Held');

		await web.button('Replay').click();
		await web.heading('Nothing to send again').waitFor();
	});

	test('a replay leaves out what is older than the webhook, and says so, unless they are included', async () => {
		// Hours after everything that the other tests have done.
		web.now = new Date(web.now.getTime() + 3 * 60 * 60_000);
		await web.fluid.deal({ name: 'Older' });
		web.now = new Date(web.now.getTime() + 60_000);
		const { id } = await web.added();
		web.now = new Date(web.now.getTime() + 60_000);
		await web.fluid.deal({ name: 'Newer' });
		await web.receiver.waitFor(1);
		await web.open();
		const everythingOf = async (older: boolean) => {
			await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
			await web.page
				.getByLabel('Since (UTC)')
				.fill(new Date(web.now.getTime() - 150_000).toISOString().slice(0, 19));
			await web.radio('Everything, whether it arrived before or not').check();
			if (older) await web.page.getByLabel('Also events from before this webhook').check();
			await web.button('Replay').click();
		};
		await everythingOf(false);
		await web.heading('Send 1 event again?').waitFor();
		await web.page.getByText('Events from before the webhook was created').waitFor();
		await everythingOf(true);
		await web.heading('Send 2 events again?').waitFor();
		await web.button('Send 2 events again').click();
		await web.page.getByText('2 events are being sent again.').waitFor();
		const calls = await web.receiver.waitFor(3);
		expect(calls.map(({ event }) => event.data.deal?.name).sort()).toEqual([
			'Newer',
			'Newer',
			'Older',
		]);
	});

	test('a replay since a time that is none says so beside the field', async () => {
		const { id } = await web.added();
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.page.getByLabel('Since (UTC)').evaluate((input: HTMLInputElement) => {
			input.type = 'text';
			input.value = 'yesterday';
		});
		await web.button('Replay').click();
		await web.page.getByText('is not a date and time').waitFor();
		expect(await web.page.getByLabel('Since (UTC)').getAttribute('aria-invalid')).toBe('true');
	});

	test('the log names the deal, says of what is held how it is sent, and shows the headers of a request', async () => {
		const { id } = await web.added({ auth_header: 'Bearer s3cr3t-token' });
		await web.fluid.deal({ name: 'Arrived & well' });
		await web.receiver.waitFor(1);
		await web.fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		await web.fluid.deal({ name: 'Waits' });
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		const held = web.page.locator('#log tbody tr', { hasText: 'Waits' });
		await held.getByText('Waiting because the webhook is paused. Resume it').waitFor();
		await held.getByRole('link', { name: 'Deal created' }).click();
		await web.fact('Status').getByText('Waiting because the webhook is paused.').waitFor();
		await web.fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
		await web.page.reload();
		await web.fact('Status').getByText('It is only sent if you replay or retry it.').waitFor();
		await web.fact('Deal').getByRole('link', { name: 'Waits' }).waitFor();

		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		const arrived = web.page.locator('#log tbody tr', { hasText: 'Arrived & well' });
		await arrived.getByRole('link', { name: 'Deal created' }).click();
		await web.page.getByText('Request headers').click();
		const headers = web.page.getByLabel('Request headers of attempt 1');
		await headers.getByText('authorization: [hidden]').waitFor();
		await headers.getByText('webhook-signature: v1,').waitFor();
		expect(await web.page.content()).not.toContain('s3cr3t-token');
		expect(await accessibilityFaults(web.page)).toEqual([]);
		await web.fact('Deal').getByRole('link', { name: 'Arrived & well' }).click();
		await web.heading('Arrived & well').waitFor();
	});

	test('the log is narrowed by status and goes on to older deliveries', async () => {
		const { id } = await web.added({ url: 'http://127.0.0.1:1', events: ['contact.created'] });
		const first = await web.fluid.post(`/api-webhooks/${id}/test`, { type: 'deal.lost' });
		expect(first.body.status).toBe('failed');
		await web.fluid.patch(`/api-webhooks/${id}`, { url: web.receiver.url });
		for (let sent = 0; sent < 26; sent += 1) await web.fluid.post(`/api-webhooks/${id}/test`, {});
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		expect(await countOf(web.page.locator('.log tbody tr'))).toBe(25);
		await web.link('Older').click();
		expect(await countOf(web.page.locator('.log tbody tr'))).toBe(2);
		await web.link('Newest').click();
		await web.link('Older').waitFor();

		await web.select('Status').selectOption('Failed');
		await web.page.waitForURL('**status=failed**');
		expect(await textsOf(web.page.locator('.log tbody th'))).toEqual([
			expect.stringContaining('Deal lost'),
		]);
		await web.select('Status').selectOption('Pending');
		await web.page.getByText('No delivery is pending.').waitFor();
	});
});
