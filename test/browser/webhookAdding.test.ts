import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { countOf } from '../support/pageWork';
import { WebhookPages, WEBHOOKS_PAGE } from '../support/webhookPages';

const web = new WebhookPages();

describe('adding a webhook', () => {
	test('shows its secret once, and from then on events arrive, signed with it', async () => {
		await web.open();
		await web.page.goto(WEBHOOKS_PAGE);
		await web.link('Add webhook').click();
		await web.url.fill(`${web.receiver.url}/crm`);
		await web.checkbox('Deal created').check();
		await web.page.getByLabel('Authorization header').fill('Bearer s3cr3t-token');
		await web.button('Add webhook').click();
		await web.heading('Copy the signing secret').waitFor();
		const secret = (await web.page.locator('#secret').textContent()) as string;

		await web.fluid.deal({ name: 'Acme website' });
		const [call] = await web.receiver.waitFor(1);
		expect(call).toMatchObject({ path: '/crm', headers: { authorization: 'Bearer s3cr3t-token' } });
		new Verifier(secret).verify(call?.raw ?? '', call?.headers as Record<string, string>);

		await web.link('Go to the webhook').click();
		await web.fact('Authorization').getByText('A token is sent').waitFor();
		const content = await web.page.content();
		expect(content).not.toContain(secret);
		expect(content).not.toContain('s3cr3t-token');
	});

	test('under a name shows the name wherever the webhook is meant, and its URL beside it', async () => {
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/new`);
		await web.name.fill('New leads to Slack');
		await web.url.fill(`${web.receiver.url}/named`);
		await web.checkbox('Deal created').check();
		await web.button('Add webhook').click();
		await web.page.getByText('if the receiver of New leads to Slack checks').waitFor();
		await web.link('Go to the webhook').click();
		await web.heading('New leads to Slack').waitFor();
		expect(await web.fact('URL').textContent()).toBe(`${web.receiver.url}/named`);

		await web.link('All webhooks').click();
		const row = web.page.getByRole('row', { name: 'New leads to Slack' });
		await row.getByText(`${web.receiver.url}/named`).waitFor();
		await web.link('New leads to Slack').click();
		await web.link('Delete').click();
		await web.page.locator('strong', { hasText: 'New leads to Slack' }).waitFor();
	});

	test('shows each event with its title and what triggers it', async () => {
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/new`);
		const stageChanged = web.checkbox('Deal stage changed');
		expect(await stageChanged.getAttribute('aria-describedby')).toBe('deal.stage_changed-help');
		await web.page.getByText('Triggers when a deal moves to another stage.').waitFor();
		expect(await countOf(web.page.locator('input[name=events]'))).toBe(10);
	});

	test('with filters sends only what passes them, and says which', async () => {
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/new`);
		await web.url.fill(web.receiver.url);
		await web.checkbox('Deal stage changed').check();
		await web.checkbox('Deal updated').check();
		await web.page.getByText('None: every chosen event is sent').click();
		await web.select('Pipeline').selectOption('Sales');
		await web.select('Stage').selectOption('Meeting booked');
		await web.select('From stage').selectOption('New lead');
		await web.checkbox('Stage').check();
		await web.button('Add webhook').click();
		await web.link('Go to the webhook').click();
		expect(await web.fact('Pipeline').textContent()).toBe('Sales');
		expect(await web.fact('From stage').textContent()).toBe('New lead (Sales)');
		expect(await web.fact('Fields to watch').textContent()).toBe('Stage');

		const { id } = await web.fluid.deal({ name: 'Acme website' });
		await web.fluid.ingest({ id, stage: 'Contacted' });
		await web.fluid.ingest({ id, stage: 'New lead' });
		await web.fluid.ingest({ id, stage: 'Meeting booked' });
		const calls = await web.receiver.waitFor(2);
		expect(calls.map(({ event }) => event.previous?.stage_name)).toEqual(['New lead', 'New lead']);
	});

	test('that cannot be used says beside each field what to do, and keeps what was typed', async () => {
		await web.open({ javaScriptEnabled: false });
		await web.page.goto(`${WEBHOOKS_PAGE}/new`);
		await web.url.fill('https://ada:secret@hooks.example.com');
		await web.page.getByLabel('Authorization header').fill('Bearer s3cr3t-token');
		await web.checkbox('Deal won').check();
		await web.button('Add webhook').click();
		await web.page.getByText('must not hold a user name or password.').waitFor();
		expect(await web.url.getAttribute('aria-invalid')).toBe('true');
		expect(await web.url.inputValue()).toBe('https://ada:secret@hooks.example.com');
		expect(await web.checkbox('Deal won').isChecked()).toBe(true);
		await web.page.getByText('What you typed is kept: leave this empty to use it.').waitFor();
		expect(await web.page.content()).not.toContain('s3cr3t-token');

		await web.checkbox('Deal won').uncheck();
		await web.button('Add webhook').click();
		await web.page.getByText('Choose at least one event.').waitFor();

		await web.url.fill(web.receiver.url);
		await web.checkbox('Deal created').check();
		await web.button('Add webhook').click();
		await web.heading('Copy the signing secret').waitFor();
		await web.fluid.deal({ name: 'Acme website' });
		const [call] = await web.receiver.waitFor(1);
		expect(call?.headers.authorization).toBe('Bearer s3cr3t-token');
	});

	test('reloading the page that showed the secret adds no second one', async () => {
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/new`);
		await web.url.fill(`${web.receiver.url}/reloaded`);
		await web.checkbox('Deal won').check();
		await web.button('Add webhook').click();
		await web.heading('Copy the signing secret').waitFor();
		await web.page.reload();
		await web.page
			.getByText('The webhook was already added, and its secret is shown only')
			.waitFor();
		await web.page.goto(WEBHOOKS_PAGE);
		expect(await countOf(web.link(`${web.receiver.url}/reloaded`))).toBe(1);
	});
});
