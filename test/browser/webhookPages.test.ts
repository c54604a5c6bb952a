import { describe, expect, test } from 'vitest';
import { accessibilityFaults, sideScroll } from '../support/browser';
import { countOf, textsOf } from '../support/pageWork';
import { WebhookPages, WEBHOOKS_PAGE } from '../support/webhookPages';

const nasty = `<script>document.title='broken'</script> "O'Hara" & Söhne`;
const web = new WebhookPages();

describe('every page of webhooks', () => {
	test('is used by the keyboard alone', async () => {
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/new`);
		await web.url.focus();
		await web.page.keyboard.type(`${web.receiver.url}/keyboard`);
		await web.page.keyboard.press('Tab');
		await web.page.keyboard.press('Space');
		await web.page.keyboard.press('Enter');
		await web.link('Go to the webhook').press('Enter');
		await web.fact('Events').getByText('Deal created').waitFor();
		await web.button('Send test').press('Enter');
		await web.page.getByRole('heading', { name: /^Attempt 1: 200/ }).waitFor();
		await web.receiver.waitFor(1);
	});

	test('works without JavaScript', async () => {
		await web.open({ javaScriptEnabled: false });
		await web.page.goto(WEBHOOKS_PAGE);
		await web.link('Add webhook').click();
		await web.url.fill(`${web.receiver.url}/plain`);
		await web.checkbox('Deal created').check();
		await web.page.getByText('None: every chosen event is sent').click();
		await web.select('Pipeline').selectOption('Sales');
		await web.button('Add webhook').click();
		await web.link('Go to the webhook').click();
		await web.button('Send test').click();
		await web.page.getByRole('heading', { name: /^Attempt 1: 200/ }).waitFor();
		await web.button('Retry Deal created').click();
		await web.receiver.waitFor(2);
		await web.link(`${web.receiver.url}/plain`).click();
		await web.select('Status').selectOption('Succeeded');
		await web.button('Show').click();
		await web.page.waitForURL('**status=succeeded**');
		await web.button('Pause').click();
		await web.button('Resume').click();
		await web.link('Rotate secret').click();
		await web.button('Rotate secret').click();
		await web.link('Go to the webhook').click();
		await web.link('Delete').click();
		await web.button('Delete webhook').click();
		await web.page.getByText('The webhook is deleted.').waitFor();
	});

	test('shows names and answers full of markup as text', async () => {
		await web.fluid.addPipeline(nasty, [nasty]);
		await web.fluid.addCustomField({ key: 'nasty', name: nasty, type: 'text' });
		const query = encodeURIComponent(nasty);
		web.receiver.answer(500, nasty);
		const { id } = await web.added({
			url: `${web.receiver.url}/?q=${query}"'<script>`,
			filters: { pipeline: nasty, stage: nasty, changed_fields: ['custom_fields.nasty'] },
		});
		await web.fluid.post(`/api-webhooks/${id}/test`, {});
		await web.open();
		await web.page.goto(WEBHOOKS_PAGE);
		await web.page.getByRole('link', { name: '<script>' }).click();
		expect(await web.fact('Pipeline').textContent()).toBe(nasty);
		await web.page.locator('summary', { hasText: /500 in \d+ ms/ }).click();
		await web.page.locator('.attempts').getByText(nasty).waitFor();
		await web.page.getByRole('rowheader').getByRole('link').click();
		await web.page.getByRole('heading', { name: 'Attempts' }).waitFor();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}/edit`);
		expect(await countOf(web.page.locator('[name=changed_fields]:checked'))).toBe(1);
		for (const act of ['delete', 'rotate-secret']) {
			await web.page.goto(`${WEBHOOKS_PAGE}/${id}/${act}`);
			await web.page.locator('strong', { hasText: '<script>' }).waitFor();
		}
		expect(await web.page.title()).not.toBe('broken');
		expect(await countOf(web.page.locator('main script'))).toBe(0);
	});

	test('has no serious fault of accessibility, light and dark, nor a side scroll at 320 px', async () => {
		const { id } = await web.added({ auth_header: 'Bearer s3cr3t-token' });
		web.receiver.answer(500, 'x'.repeat(2000));
		const { body: delivery } = await web.fluid.post(`/api-webhooks/${id}/test`, {});
		const paused = await web.added();
		await web.fluid.patch(`/api-webhooks/${paused.id}`, { status: 'paused' });
		await web.open({ viewport: { width: 320, height: 640 } });
		const places = ['', '/new', `/${id}`, `/${id}/edit`, `/${id}/delete`, `/${id}/rotate-secret`];
		for (const place of [...places, `/${id}/deliveries/${delivery.id}`, `/${paused.id}`]) {
			await web.page.goto(WEBHOOKS_PAGE + place);
			for (const summary of await web.page.locator('summary').all()) await summary.click();
			expect({ place, faults: await accessibilityFaults(web.page) }).toEqual({ place, faults: [] });
			expect({ place, scroll: await sideScroll(web.page) }).toEqual({ place, scroll: 0 });
		}
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}/rotate-secret`);
		await web.button('Rotate secret').click();
		await web.heading('Copy the signing secret').waitFor();
		expect(await accessibilityFaults(web.page)).toEqual([]);
		expect(await sideScroll(web.page)).toBe(0);
	});

	test('say since when a receiver takes nothing, until it takes an event again', async () => {
		web.receiver.answer(500);
		const { id } = await web.added({ url: `${web.receiver.url}/failing` });
		await web.fluid.deal({ name: 'Acme website' });
		await web.receiver.waitFor(1);
		const { body } = await web.fluid.get(`/api-webhooks/${id}/deliveries`);
		await web.open();
		const row = web.page.getByRole('row', { name: '/failing' });
		const states = async () => {
			await web.page.goto(WEBHOOKS_PAGE);
			return textsOf(row.locator('[data-label=Status] .tag'));
		};
		await expect.poll(states, { timeout: 10_000 }).toEqual(['Active', 'Failing']);
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.fact('Status').getByText('Failing').waitFor();

		web.receiver.answer(200);
		await web.fluid.post(`/api-webhooks/${id}/deliveries/${body.data[0].id}/retry`);
		await expect.poll(states, { timeout: 10_000 }).toEqual(['Active']);
	});

	test('of another workspace is not shown', async () => {
		const other = await web.fluid.otherWorkspace('Another client');
		const { body } = await other.post('/api-webhooks', {
			url: web.receiver.url,
			events: ['deal.won'],
		});
		await web.open();
		for (const place of ['', '/edit', '/delete', '/rotate-secret', '/deliveries/dlv_1']) {
			await web.page.goto(`${WEBHOOKS_PAGE}/${body.id}${place}`);
			await web.page.getByText('That webhook no longer exists.').waitFor();
		}
	});
});
