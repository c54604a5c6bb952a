import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { countOf, textsOf } from '../support/pageWork';
import { WebhookPages, WEBHOOKS_PAGE } from '../support/webhookPages';

const web = new WebhookPages();

describe('editing a webhook', () => {
	test('keeps the token while its field stays empty, and removes it on request', async () => {
		const { id } = await web.added({ auth_header: 'Bearer s3cr3t-token' });
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.link('Edit').click();
		await web.checkbox('Deal lost').check();
		await web.page.waitForLoadState();
		expect(await web.page.content()).not.toContain('s3cr3t-token');
		await web.button('Save').click();
		await web.page.getByRole('status').getByText('Saved.').waitFor();
		await web.fluid.deal({ name: 'Acme website' });
		const [first] = await web.receiver.waitFor(1);
		expect(first?.headers.authorization).toBe('Bearer s3cr3t-token');

		await web.link('Edit').click();
		expect(await web.checkbox('Deal lost').isChecked()).toBe(true);
		await web.checkbox('Remove the stored one').check();
		await web.button('Save').click();
		await web.fact('Authorization').getByText('None').waitFor();
		await web.fluid.deal({ name: 'Acme shop' });
		const [, second] = await web.receiver.waitFor(2);
		expect(second?.headers.authorization).toBeUndefined();
	});

	test('gives it another name, or none again', async () => {
		const { id } = await web.added({ name: 'New leads to Slack' });
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}/edit`);
		await web.name.fill('New leads to Teams');
		await web.button('Save').click();
		await web.heading('New leads to Teams').waitFor();
		await web.link('Edit').click();
		await web.name.fill('');
		await web.button('Save').click();
		await web.heading(web.receiver.url).waitFor();
	});

	test('in two windows at once shows both values, and saves nothing unseen', async () => {
		const { id } = await web.added();
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}/edit`);
		await web.fluid.patch(`/api-webhooks/${id}`, { events: ['deal.lost'], name: 'Lost deals' });
		await web.checkbox('Contact created').check();
		await web.button('Save').click();
		const conflict = web.page.getByRole('alert');
		await conflict.getByText('Someone else changed this webhook').waitFor();
		expect(await textsOf(conflict.locator('tbody tr'))).toEqual([
			expect.stringMatching(/Events\s+Deal lost\s+Deal created, Deal won, Contact created/),
		]);
		await conflict.getByText('Also changed in the meantime: Name.').waitFor();
		expect((await web.fluid.get(`/api-webhooks/${id}`)).body.events).toEqual(['deal.lost']);

		expect(await web.checkbox('Contact created').isChecked()).toBe(true);
		await web.button('Save').click();
		await web.page.getByRole('status').getByText('Saved.').waitFor();
		expect((await web.fluid.get(`/api-webhooks/${id}`)).body).toMatchObject({
			name: 'Lost deals',
			events: ['deal.created', 'deal.won', 'contact.created'],
		});
	});

	test('while its secret is rotated or it is paused elsewhere is no conflict', async () => {
		const { id } = await web.added();
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}/edit`);
		await web.fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		await web.checkbox('Deal lost').check();
		await web.button('Save').click();
		await web.page.getByRole('status').getByText('Saved.').waitFor();
		expect((await web.fluid.get(`/api-webhooks/${id}`)).body).toMatchObject({
			status: 'paused',
			events: ['deal.created', 'deal.won', 'deal.lost'],
		});
	});

	test('a filter that names a deleted stage stays chosen until somebody decides', async () => {
		const pipelineId = await web.fluid.addPipeline('Short lived', ['Only']);
		const { id } = await web.added({ filters: { pipeline_id: pipelineId } });
		await web.fluid.service.database.writeService(async (transaction) => {
			const only = (table: string) => ({
				strings: [`delete from ${table} where ${table === 'stages' ? 'pipeline_id' : 'id'} = `, ''],
				values: [pipelineId],
			});
			await transaction.run(only('stages'));
			await transaction.run(only('pipelines'));
		});
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}/edit`);
		expect(await web.select('Pipeline').inputValue()).toBe(pipelineId);
		await web.button('Save').click();
		await web.page.getByText(`No pipeline has the id "${pipelineId}"`).waitFor();
		await web.select('Pipeline').selectOption('Any pipeline');
		await web.button('Save').click();
		await web.page.getByText('Saved.').waitFor();
	});

	test('pausing holds events back, resuming offers to replay them', async () => {
		const { id } = await web.added();
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.button('Pause').click();
		await web.page.getByText('Paused manually.').waitFor();
		await web.fluid.deal({ name: 'Acme website' });
		await web.page.reload();
		await web.page.locator('#log').getByText('Held').last().waitFor();

		await web.button('Resume').click();
		await web.page.getByText('1 delivery was held while the webhook was paused').waitFor();
		expect(web.receiver.received).toEqual([]);
		await web.button('Replay').click();
		await web.button('Send 1 event again').click();
		await web.page.getByText('1 event is being sent again.').waitFor();
		const [call] = await web.receiver.waitFor(1);
		expect(call?.event.data.deal?.name).toBe('Acme website');
	});

	test('says why the service has paused it', async () => {
		web.receiver.answer(410);
		const { id } = await web.added();
		await web.fluid.deal({ name: 'Acme website' });
		await web.receiver.waitFor(1);
		await web.open();
		await expect
			.poll(
				async () => {
					await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
					return textsOf(web.page.locator('.warning'));
				},
				{ timeout: 10_000 },
			)
			.toEqual([expect.stringContaining('The receiver answered 410 Gone')]);
	});

	test('rotating the secret shows the new one once; both sign for a day', async () => {
		const { id, secret } = await web.added();
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.link('Rotate secret').click();
		await web.page
			.getByText('For another 24 hours, deliveries are also signed with the old one')
			.waitFor();
		await web.button('Rotate secret').click();
		const rotated = (await web.page.locator('#secret').textContent()) as string;
		expect(rotated).not.toBe(secret);
		await web.page.reload();
		await web.page.getByText('The secret was already rotated and is shown only once.').waitFor();

		await web.fluid.deal({ name: 'Acme website' });
		const [call] = await web.receiver.waitFor(1);
		for (const one of [secret, rotated])
			new Verifier(one).verify(call?.raw ?? '', call?.headers as Record<string, string>);
	});

	test('rotating the secret an eleventh time within a day says before and after that the oldest one is dropped', async () => {
		const { id } = await web.added();
		for (let count = 0; count < 10; count += 1)
			await web.fluid.post(`/api-webhooks/${id}/rotate-secret`);
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}/rotate-secret`);
		await web.page.getByText('Ten old secrets are still in use already').waitFor();
		await web.button('Rotate secret').click();
		await web.page
			.getByText('The oldest secret no longer signs, because at most ten old ones do.')
			.waitFor();
	});

	test('deleting asks first, names the URL, and stops it', async () => {
		web.receiver.answer(200);
		const { id } = await web.added({ url: `${web.receiver.url}/unwanted` });
		await web.open();
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.link('Delete').click();
		await web.page.getByText(`Nothing more will be sent to ${web.receiver.url}/unwanted`).waitFor();
		await web.button('Delete webhook').click();
		await web.page.getByText('The webhook is deleted.').waitFor();
		expect(await countOf(web.link(`${web.receiver.url}/unwanted`))).toBe(0);
		await web.page.goto(`${WEBHOOKS_PAGE}/${id}`);
		await web.page.getByText('That webhook no longer exists.').waitFor();
	});
});
