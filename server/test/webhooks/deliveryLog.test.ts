import { Webhook as Verifier } from 'standardwebhooks';
import { beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

const fluid = fluidForFile();
const receiver = Receiver.forFile();
let webhook: { id: string; secret: string };

beforeAll(async () => {
	const { body } = await fluid.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created', 'deal.deleted', 'contact.created'],
		auth_header: 'Bearer token-of-ada',
	});
	webhook = body;
});

/** The newest delivery of an event, once it has arrived. */
async function delivered(type: string): Promise<Delivery> {
	const find = async () =>
		(await fluid.get(`/api-webhooks/${webhook.id}/deliveries`)).body.data.find(
			({ event_type, status }: Delivery) => event_type === type && status === 'succeeded',
		);
	await expect.poll(find).toBeDefined();
	return find();
}

test('the log names the deal, as it is called now, and the contact', async () => {
	const deal = await fluid.deal({ name: 'Acme', contact: { email: 'ada@example.com' } });
	const made = await delivered('deal.created');
	expect(made).toMatchObject({ deal_id: deal.id, deal_name: 'Acme', contact_id: null });
	expect(await delivered('contact.created')).toMatchObject({
		deal_id: null,
		deal_name: null,
		contact_id: deal.contact?.id,
		contact_name: 'ada@example.com',
	});

	await fluid.ingest({ id: deal.id, name: 'Acme website' });
	expect(await delivered('deal.created')).toMatchObject({ deal_name: 'Acme website' });
});

test('the log names a deal that was deleted', async () => {
	const deal = await fluid.deal({ name: 'Gone by Friday' });
	await fluid.delete(`/api-deals/${deal.id}`);
	const subject = { deal_id: deal.id, deal_name: 'Gone by Friday' };
	expect(await delivered('deal.deleted')).toMatchObject(subject);
	expect(await delivered('deal.created')).toMatchObject(subject);
});

test('a sample is about nothing that exists', async () => {
	const { body } = await fluid.post(`/api-webhooks/${webhook.id}/test`, {});
	expect(body).toMatchObject({ deal_id: null, deal_name: null, contact_id: null });
});

test('an attempt shows the headers that were sent, with the signature and without the token', async () => {
	const before = receiver.received.length;
	await fluid.post(`/api-webhooks/${webhook.id}/test`, {});
	const call = receiver.received[before];
	const { body } = await fluid.get(`/api-webhooks/${webhook.id}/deliveries?limit=1`);
	const headers = body.data[0].attempts[0].request_headers;

	expect(headers).toEqual({
		'content-type': 'application/json',
		'user-agent': 'Fluid-Webhooks/1',
		'webhook-id': call?.headers['webhook-id'],
		'webhook-timestamp': call?.headers['webhook-timestamp'],
		'webhook-signature': call?.headers['webhook-signature'],
		authorization: '[hidden]',
	});
	expect(call?.headers.authorization).toBe('Bearer token-of-ada');
	expect(() => new Verifier(webhook.secret).verify(call?.raw ?? '', headers)).not.toThrow();
});
