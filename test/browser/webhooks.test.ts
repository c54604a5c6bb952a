import type { Page } from 'playwright-core';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { type FluidFixture, startFluid } from '../support/fluid';
import { countOf, textsOf } from '../support/pageWork';
import { Receiver } from '../support/receiver';

const path = '/settings/automations/webhooks';
const nasty = `<script>document.title='broken'</script> "O'Hara" & Söhne`;
let now = new Date();
let fluid: FluidFixture;
let browser: RealBrowser;
let receiver: Receiver;
let page: Page;

beforeAll(async () => {
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1h' }, () => now);
	browser = await RealBrowser.start();
});
afterAll(async () => {
	await browser.stop();
	await fluid.stop();
	expect(browser.strayRequests).toEqual([]);
});
beforeEach(async () => {
	now = new Date();
	receiver = await Receiver.start();
});
afterEach(async () => {
	await page.context().close();
	await receiver.stop();
});

async function open(options: Parameters<RealBrowser['open']>[0] = {}): Promise<void> {
	({ page } = await browser.openSignedIn(fluid, options));
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const link = (name: string) => page.getByRole('link', { name, exact: true });
const checkbox = (name: string) => page.getByRole('checkbox', { name, exact: true });
const select = (name: string) => page.getByRole('combobox', { name, exact: true });
const url = () => page.getByRole('textbox', { name: 'URL', exact: true });
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const fact = (name: string) => page.locator('.facts dt', { hasText: name }).locator('+ dd');

/** Adds a webhook by the API, for tests of what comes after; answers its id and secret. */
async function added(change: object = {}): Promise<{ id: string; secret: string }> {
	const input = { url: receiver.url, events: ['deal.created', 'deal.won'], ...change };
	return (await fluid.post('/api-webhooks', input)).body;
}

describe('adding a webhook', () => {
	test('shows its secret once, and from then on events arrive, signed with it', async () => {
		await open();
		await page.goto(path);
		await link('Add webhook').click();
		await url().fill(`${receiver.url}/crm`);
		await checkbox('Deal Created').check();
		await page.getByLabel('Authorization Header').fill('Bearer s3cr3t-token');
		await button('Add webhook').click();
		await heading('Copy the signing secret').waitFor();
		const secret = (await page.locator('#secret').textContent()) as string;

		await fluid.deal({ name: 'Acme website' });
		const [call] = await receiver.waitFor(1);
		expect(call).toMatchObject({ path: '/crm', headers: { authorization: 'Bearer s3cr3t-token' } });
		new Verifier(secret).verify(call?.raw ?? '', call?.headers as Record<string, string>);

		await link('To the webhook').click();
		await fact('Authorization').getByText('A token is sent').waitFor();
		const content = await page.content();
		expect(content).not.toContain(secret);
		expect(content).not.toContain('s3cr3t-token');
	});

	test('tells each event by its title and what triggers it', async () => {
		await open();
		await page.goto(`${path}/new`);
		const stageChanged = checkbox('Deal Stage Changed');
		expect(await stageChanged.getAttribute('aria-describedby')).toBe('deal.stage_changed-help');
		await page.getByText('Triggers when a deal moves to another stage.').waitFor();
		expect(await countOf(page.locator('input[name=events]'))).toBe(10);
	});

	test('with filters sends only what passes them, and says which', async () => {
		await open();
		await page.goto(`${path}/new`);
		await url().fill(receiver.url);
		await checkbox('Deal Stage Changed').check();
		await checkbox('Deal Updated').check();
		await page.getByText('None: every chosen event is sent').click();
		await select('Pipeline').selectOption('Sales');
		await select('Stage').selectOption('Meeting booked');
		await select('From Stage').selectOption('New lead');
		await checkbox('Stage').check();
		await button('Add webhook').click();
		await link('To the webhook').click();
		expect(await fact('Pipeline').textContent()).toBe('Sales');
		expect(await fact('From Stage').textContent()).toBe('New lead (Sales)');
		expect(await fact('Fields to Watch').textContent()).toBe('Stage');

		const { id } = await fluid.deal({ name: 'Acme website' });
		await fluid.ingest({ id, stage: 'Contacted' });
		await fluid.ingest({ id, stage: 'New lead' });
		await fluid.ingest({ id, stage: 'Meeting booked' });
		const calls = await receiver.waitFor(2);
		expect(calls.map(({ event }) => event.previous?.stage_name)).toEqual(['New lead', 'New lead']);
	});

	test('that cannot be used says beside each field what to do, and keeps what was typed', async () => {
		await open({ javaScriptEnabled: false });
		await page.goto(`${path}/new`);
		await url().fill('https://ada:secret@hooks.example.com');
		await page.getByLabel('Authorization Header').fill('Bearer s3cr3t-token');
		await checkbox('Deal Won').check();
		await button('Add webhook').click();
		await page.getByText('The URL must not hold a user name or password.').waitFor();
		expect(await url().getAttribute('aria-invalid')).toBe('true');
		expect(await url().inputValue()).toBe('https://ada:secret@hooks.example.com');
		expect(await checkbox('Deal Won').isChecked()).toBe(true);
		expect(await page.getByLabel('Authorization Header').inputValue()).toBe('Bearer s3cr3t-token');

		await checkbox('Deal Won').uncheck();
		await button('Add webhook').click();
		await page.getByText('Choose at least one event.').waitFor();
	});

	test('reloading the page that showed the secret adds no second one', async () => {
		await open();
		await page.goto(`${path}/new`);
		await url().fill(`${receiver.url}/reloaded`);
		await checkbox('Deal Won').check();
		await button('Add webhook').click();
		await heading('Copy the signing secret').waitFor();
		await page.reload();
		await page.getByText('The webhook was added already and its secret is shown only').waitFor();
		await page.goto(path);
		expect(await countOf(link(`${receiver.url}/reloaded`))).toBe(1);
	});
});

describe('editing a webhook', () => {
	test('keeps the token while its field stays empty, and removes it when told', async () => {
		const { id } = await added({ auth_header: 'Bearer s3cr3t-token' });
		await open();
		await page.goto(`${path}/${id}`);
		await link('Edit').click();
		await checkbox('Deal Lost').check();
		await page.waitForLoadState();
		expect(await page.content()).not.toContain('s3cr3t-token');
		await button('Save').click();
		await page.getByRole('status').getByText('Saved.').waitFor();
		await fluid.deal({ name: 'Acme website' });
		const [first] = await receiver.waitFor(1);
		expect(first?.headers.authorization).toBe('Bearer s3cr3t-token');

		await link('Edit').click();
		expect(await checkbox('Deal Lost').isChecked()).toBe(true);
		await checkbox('Remove the stored one').check();
		await button('Save').click();
		await fact('Authorization').getByText('None').waitFor();
		await fluid.deal({ name: 'Acme shop' });
		const [, second] = await receiver.waitFor(2);
		expect(second?.headers.authorization).toBeUndefined();
	});

	test('a filter that names a deleted stage stays chosen until somebody decides', async () => {
		const pipelineId = await fluid.addPipeline('Short lived', ['Only']);
		const { id } = await added({ filters: { pipeline_id: pipelineId } });
		await fluid.service.database.write(async (transaction) => {
			const only = (table: string) => ({
				strings: [`delete from ${table} where ${table === 'stages' ? 'pipeline_id' : 'id'} = `, ''],
				values: [pipelineId],
			});
			await transaction.run(only('stages'));
			await transaction.run(only('pipelines'));
		});
		await open();
		await page.goto(`${path}/${id}/edit`);
		expect(await select('Pipeline').inputValue()).toBe(pipelineId);
		await button('Save').click();
		await page.getByText(`No pipeline has the id "${pipelineId}"`).waitFor();
		await select('Pipeline').selectOption('Any pipeline');
		await button('Save').click();
		await page.getByText('Saved.').waitFor();
	});

	test('pausing holds events back, resuming offers to replay them', async () => {
		const { id } = await added();
		await open();
		await page.goto(`${path}/${id}`);
		await button('Pause').click();
		await page.getByText('Paused by hand.').waitFor();
		await fluid.deal({ name: 'Acme website' });
		await page.reload();
		await page.locator('#log').getByText('Held').last().waitFor();

		await button('Resume').click();
		await page.getByText('1 delivery was held while the webhook was paused').waitFor();
		expect(receiver.received).toEqual([]);
		await button('Replay').click();
		await page.getByText('1 event is being sent again.').waitFor();
		const [call] = await receiver.waitFor(1);
		expect(call?.event.data.deal?.name).toBe('Acme website');
	});

	test('says why the service has paused it', async () => {
		receiver.answer(410);
		const { id } = await added();
		await fluid.deal({ name: 'Acme website' });
		await receiver.waitFor(1);
		await open();
		await expect
			.poll(
				async () => {
					await page.goto(`${path}/${id}`);
					return textsOf(page.locator('.warning'));
				},
				{ timeout: 10_000 },
			)
			.toEqual([expect.stringContaining('The receiver answered 410 Gone')]);
	});

	test('rotating the secret shows the new one once; both sign for a day', async () => {
		const { id, secret } = await added();
		await open();
		await page.goto(`${path}/${id}`);
		await link('Rotate secret').click();
		await page.getByText('Deliveries carry the signature of the old one as well for 24').waitFor();
		await button('Rotate secret').click();
		const rotated = (await page.locator('#secret').textContent()) as string;
		expect(rotated).not.toBe(secret);
		await page.reload();
		await page.getByText('The secret was rotated already and is shown only once.').waitFor();

		await fluid.deal({ name: 'Acme website' });
		const [call] = await receiver.waitFor(1);
		for (const one of [secret, rotated])
			new Verifier(one).verify(call?.raw ?? '', call?.headers as Record<string, string>);
	});

	test('deleting asks first, names the URL, and stops it', async () => {
		receiver.answer(200);
		const { id } = await added({ url: `${receiver.url}/unwanted` });
		await open();
		await page.goto(`${path}/${id}`);
		await link('Delete').click();
		await page.getByText(`Nothing more is sent to ${receiver.url}/unwanted`).waitFor();
		await button('Delete webhook').click();
		await page.getByText('The webhook is deleted.').waitFor();
		expect(await countOf(link(`${receiver.url}/unwanted`))).toBe(0);
		await page.goto(`${path}/${id}`);
		await page.getByText('That webhook does not exist any more.').waitFor();
	});
});

describe('sending', () => {
	test('a test of any event shows the answer: status, duration and body', async () => {
		const { id } = await added();
		receiver.answer(202, 'Thank you, <b>Fluid</b>');
		await open();
		await page.goto(`${path}/${id}`);
		await select('Event').selectOption('Form Submitted');
		await button('Send test').click();
		await page.getByRole('status').getByText('A sample of Form Submitted was sent.').waitFor();
		await page.getByRole('heading', { name: /^Attempt 1: 202 in \d+ ms Succeeded$/ }).waitFor();
		await page.getByText('Thank you, <b>Fluid</b>').waitFor();
		const [call] = await receiver.waitFor(1);
		expect(call?.event).toMatchObject({ type: 'form.submitted', data: { form: {} } });
		await page.getByText('What is sent').click();
		await page.getByText('"type": "form.submitted"').waitFor();
	});

	test('a test that fails says what went wrong', async () => {
		const { id } = await added({ url: 'http://127.0.0.1:1' });
		await open();
		await page.goto(`${path}/${id}`);
		await button('Send test').click();
		await page.getByText('Nothing accepts connections at this address.').waitFor();
		await page
			.getByRole('heading', { name: /^Attempt 1: No answer after \d+ ms Failed$/ })
			.waitFor();
	});

	test('a delivery that failed is retried by its button, and every attempt is in the log', async () => {
		receiver.answer(500, 'database is locked');
		const { id } = await added();
		await fluid.deal({ name: 'Acme website' });
		await receiver.waitFor(1);
		await open();
		await page.goto(`${path}/${id}`);
		receiver.answer(200, 'now it works');
		await button('Retry Deal Created').click();
		await page.getByText('now it works').waitFor();
		await page.getByText('database is locked').waitFor();
		expect(await fact('Status').textContent()).toBe('Succeeded');
		expect(receiver.received.map(({ event }) => event.id)).toEqual([
			receiver.received[0]?.event.id,
			receiver.received[0]?.event.id,
		]);

		await page.goto(`${path}/${id}`);
		await page.locator('summary', { hasText: /2 tries, last: 200 in \d+ ms/ }).click();
		await page.locator('.attempts').getByText('Answered 500; only 2xx counts').waitFor();
	});

	test('a replay sends again what happened since a time, and nothing from before', async () => {
		const { id } = await added();
		const start = now.getTime();
		for (const [minutes, name] of [
			[0, 'Before'],
			[10, 'After'],
		] as const) {
			now = new Date(start + minutes * 60_000);
			await fluid.deal({ name });
		}
		await receiver.waitFor(2);
		await open();
		await page.goto(`${path}/${id}`);
		const since = new Date(start + 5 * 60_000).toISOString().slice(0, 19);
		await page.getByLabel('Since (UTC)').fill(since);
		await button('Replay').click();
		await page.getByText('1 event is being sent again.').waitFor();
		const calls = await receiver.waitFor(3);
		expect(calls[2]?.event.data.deal?.name).toBe('After');
	});

	test('a replay since a time that is none says so beside the field', async () => {
		const { id } = await added();
		await open();
		await page.goto(`${path}/${id}`);
		await page.getByLabel('Since (UTC)').evaluate((input: HTMLInputElement) => {
			input.type = 'text';
			input.value = 'yesterday';
		});
		await button('Replay').click();
		await page.getByText('which is no date and time with zone').waitFor();
		expect(await page.getByLabel('Since (UTC)').getAttribute('aria-invalid')).toBe('true');
	});

	test('the log is narrowed by status and goes on to older deliveries', async () => {
		const { id } = await added({ url: 'http://127.0.0.1:1', events: ['contact.created'] });
		const first = await fluid.post(`/api-webhooks/${id}/test`, { type: 'deal.lost' });
		expect(first.body.status).toBe('failed');
		await fluid.patch(`/api-webhooks/${id}`, { url: receiver.url });
		for (let sent = 0; sent < 26; sent += 1) await fluid.post(`/api-webhooks/${id}/test`, {});
		await open();
		await page.goto(`${path}/${id}`);
		expect(await countOf(page.locator('.log tbody tr'))).toBe(25);
		await link('Older').click();
		expect(await countOf(page.locator('.log tbody tr'))).toBe(2);
		await link('Newest').click();

		await select('Status').selectOption('Failed');
		await page.waitForURL('**status=failed**');
		expect(await textsOf(page.locator('.log tbody th'))).toEqual([
			expect.stringContaining('Deal Lost'),
		]);
		await select('Status').selectOption('Pending');
		await page.getByText('No delivery is pending.').waitFor();
	});
});

describe('every page of webhooks', () => {
	test('is used by the keyboard alone', async () => {
		await open();
		await page.goto(`${path}/new`);
		await url().focus();
		await page.keyboard.type(`${receiver.url}/keyboard`);
		await page.keyboard.press('Tab');
		await page.keyboard.press('Space');
		await page.keyboard.press('Enter');
		await link('To the webhook').press('Enter');
		await fact('Events').getByText('Deal Created').waitFor();
		await button('Send test').press('Enter');
		await page.getByRole('heading', { name: /^Attempt 1: 200/ }).waitFor();
		await receiver.waitFor(1);
	});

	test('works without JavaScript', async () => {
		await open({ javaScriptEnabled: false });
		await page.goto(path);
		await link('Add webhook').click();
		await url().fill(`${receiver.url}/plain`);
		await checkbox('Deal Created').check();
		await page.getByText('None: every chosen event is sent').click();
		await select('Pipeline').selectOption('Sales');
		await button('Add webhook').click();
		await link('To the webhook').click();
		await button('Send test').click();
		await page.getByRole('heading', { name: /^Attempt 1: 200/ }).waitFor();
		await button('Retry Deal Created').click();
		await receiver.waitFor(2);
		await link(`${receiver.url}/plain`).click();
		await select('Status').selectOption('Succeeded');
		await button('Show').click();
		await page.waitForURL('**status=succeeded**');
		await button('Pause').click();
		await button('Resume').click();
		await link('Rotate secret').click();
		await button('Rotate secret').click();
		await link('To the webhook').click();
		await link('Delete').click();
		await button('Delete webhook').click();
		await page.getByText('The webhook is deleted.').waitFor();
	});

	test('shows names and answers full of markup as text', async () => {
		await fluid.addPipeline(nasty, [nasty]);
		await fluid.addCustomField({ key: 'nasty', name: nasty, type: 'text' });
		const query = encodeURIComponent(nasty);
		receiver.answer(500, nasty);
		const { id } = await added({
			url: `${receiver.url}/?q=${query}"'<script>`,
			filters: { pipeline: nasty, stage: nasty, changed_fields: ['custom_fields.nasty', nasty] },
		});
		await fluid.post(`/api-webhooks/${id}/test`, {});
		await open();
		await page.goto(path);
		await page.getByRole('link', { name: '<script>' }).click();
		expect(await fact('Pipeline').textContent()).toBe(nasty);
		await page.locator('summary', { hasText: /500 in \d+ ms/ }).click();
		await page.locator('.attempts').getByText(nasty).waitFor();
		await page.getByRole('rowheader').getByRole('link').click();
		await page.getByRole('heading', { name: 'Attempts' }).waitFor();
		await page.goto(`${path}/${id}/edit`);
		expect(await countOf(page.locator('[name=changed_fields]:checked'))).toBe(2);
		for (const act of ['delete', 'rotate-secret']) {
			await page.goto(`${path}/${id}/${act}`);
			await page.locator('strong', { hasText: '<script>' }).waitFor();
		}
		expect(await page.title()).not.toBe('broken');
		expect(await countOf(page.locator('main script'))).toBe(0);
	});

	test('has no serious fault of accessibility, light and dark, nor a side scroll at 320 px', async () => {
		const { id } = await added({ auth_header: 'Bearer s3cr3t-token' });
		receiver.answer(500, 'x'.repeat(2000));
		const { body: delivery } = await fluid.post(`/api-webhooks/${id}/test`, {});
		const paused = await added();
		await fluid.patch(`/api-webhooks/${paused.id}`, { status: 'paused' });
		await open({ viewport: { width: 320, height: 640 } });
		const places = ['', '/new', `/${id}`, `/${id}/edit`, `/${id}/delete`, `/${id}/rotate-secret`];
		for (const place of [...places, `/${id}/deliveries/${delivery.id}`, `/${paused.id}`]) {
			await page.goto(path + place);
			for (const summary of await page.locator('summary').all()) await summary.click();
			expect({ place, faults: await accessibilityFaults(page) }).toEqual({ place, faults: [] });
			expect({ place, scroll: await sideScroll(page) }).toEqual({ place, scroll: 0 });
		}
		await page.goto(`${path}/${id}/rotate-secret`);
		await button('Rotate secret').click();
		await heading('Copy the signing secret').waitFor();
		expect(await accessibilityFaults(page)).toEqual([]);
		expect(await sideScroll(page)).toBe(0);
	});

	test('of another workspace is not shown', async () => {
		const other = await fluid.otherWorkspace('Another client');
		const { body } = await other.post('/api-webhooks', { url: receiver.url, events: ['deal.won'] });
		await open();
		for (const place of ['', '/edit', '/delete', '/rotate-secret', '/deliveries/dlv_1']) {
			await page.goto(`${path}/${body.id}${place}`);
			await page.getByText('That webhook does not exist any more.').waitFor();
		}
	});
});
