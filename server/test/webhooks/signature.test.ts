import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { beforeEach, describe, expect, test } from 'vitest';
import { fluidForFile, startFluid } from '../../../test/support/fluid';
import { type Received, Receiver } from '../../../test/support/receiver';

const fluid = fluidForFile();
let receiver: Receiver;

beforeEach(async () => {
	receiver = await Receiver.start();
	return () => receiver.stop();
});

async function subscribe(more = {}) {
	const { body } = await fluid.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created'],
		...more,
	});
	return body;
}

const headersOf = ({ headers }: Received) => headers as Record<string, string>;

describe('a delivery', () => {
	test.each([
		['standardwebhooks', (secret: string) => new StandardWebhook(secret)],
		['svix', (secret: string) => new SvixWebhook(secret)],
	])('is verified by the npm package %s', async (_name, verifier) => {
		const { secret } = await subscribe();
		await fluid.deal({ name: 'Acme website' });
		const [delivery] = (await receiver.waitFor(1)) as [Received];

		expect(() => verifier(secret).verify(delivery.raw, headersOf(delivery))).not.toThrow();
		const forged = delivery.raw.replace('Acme website', 'Acme shop');
		expect(() => verifier(secret).verify(forged, headersOf(delivery))).toThrow();
	});

	test('carries the id of its event as webhook-id and is plain JSON', async () => {
		await subscribe();
		await fluid.deal({ name: 'Acme website' });
		const [{ headers, event }] = (await receiver.waitFor(1)) as [Received];

		expect(headers['webhook-id']).toBe(event.id);
		expect(headers['content-type']).toBe('application/json');
		expect(headers['user-agent']).toBe('Fluid-Webhooks/1');
	});

	test('is the event that GET /api-events lists, to the letter', async () => {
		await subscribe();
		await fluid.deal({ name: 'Acme website', contact: { email: 'ada@example.com' } });
		const [{ event }] = (await receiver.waitFor(1)) as [Received];

		const { body } = await fluid.get('/api-events?type=deal.created&limit=1');
		expect(body.data[0]).toEqual(event);
	});

	test('carries the Authorization header word for word, and no answer ever shows it', async () => {
		const webhook = await subscribe({ auth_header: 'Bearer n8n-only' });
		await fluid.deal({ name: 'Acme website' });
		const [{ headers }] = (await receiver.waitFor(1)) as [Received];

		expect(headers.authorization).toBe('Bearer n8n-only');
		expect(webhook).toMatchObject({ has_auth_header: true });
		const { body } = await fluid.get(`/api-webhooks/${webhook.id}`);
		expect(JSON.stringify([webhook, body])).not.toContain('n8n-only');
	});

	test('is signed with the secret the subscriber brought along', async () => {
		const secret = `whsec_${Buffer.from('an agency keeps one secret').toString('base64')}`;
		await subscribe({ secret });
		await fluid.deal({ name: 'Acme website' });
		const [delivery] = (await receiver.waitFor(1)) as [Received];

		const event = new StandardWebhook(secret).verify(delivery.raw, headersOf(delivery));
		expect(event).toEqual(delivery.event);
	});
});

describe('the signing secret', () => {
	test('is shown when the webhook is made and never again', async () => {
		const made = await subscribe();
		expect(made.secret).toMatch(/^whsec_/);
		const { body } = await fluid.get(`/api-webhooks/${made.id}`);
		expect(body).not.toHaveProperty('secret');
	});

	test('can be rotated: for a day the old one signs too', async () => {
		let now = new Date();
		const clocked = await startFluid({}, () => now);
		const { body: made } = await clocked.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
		});
		const { body: rotated } = await clocked.post(`/api-webhooks/${made.id}/rotate-secret`);
		expect(rotated.secret).not.toBe(made.secret);

		await clocked.deal({ name: 'On the day' });
		const [first] = (await receiver.waitFor(1)) as [Received];
		for (const secret of [made.secret, rotated.secret]) {
			expect(() => new StandardWebhook(secret).verify(first.raw, headersOf(first))).not.toThrow();
		}

		now = new Date(now.getTime() + 25 * 60 * 60 * 1000);
		await clocked.deal({ name: 'A day later' });
		const [, second] = (await receiver.waitFor(2)) as [Received, Received];
		expect(String(second.headers['webhook-signature']).split(' ')).toHaveLength(1);
		await clocked.stop();
	});

	test('cannot be chosen where it is rotated: whoever sends one is not left to believe that it counts', async () => {
		const { id } = (
			await fluid.post('/api-webhooks', { url: 'https://crm.example/', events: ['deal.won'] })
		).body;
		const own = { secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` };
		const { status, body } = await fluid.post(`/api-webhooks/${id}/rotate-secret`, own);
		expect([status, body.errors[0].pointer]).toEqual([422, '/secret']);
		expect((await fluid.post(`/api-webhooks/${id}/rotate-secret`, {})).status).toBe(200);
	});

	test('can be rotated any number of times: ten old ones sign, and the eleventh rotation says that it drops the oldest', async () => {
		const { id, secret } = await subscribe();
		const rotate = async () => (await fluid.post(`/api-webhooks/${id}/rotate-secret`)).body;
		const rotations = [];
		for (let count = 0; count < 12; count += 1) rotations.push(await rotate());

		expect(rotations.map((one) => one.dropped_oldest_secret)).toEqual([
			...Array(10).fill(false),
			true,
			true,
		]);
		await fluid.deal({ name: 'Acme website' });
		const [delivery] = (await receiver.waitFor(1)) as [Received];
		const header = String(delivery.headers['webhook-signature']);
		expect(header.split(' ')).toHaveLength(11);
		expect(header.length).toBeLessThan(600);
		const secrets = [secret, ...rotations.map((one) => one.secret)];
		const verified = secrets.map((one) => {
			try {
				return Boolean(new StandardWebhook(one).verify(delivery.raw, headersOf(delivery)));
			} catch {
				return false;
			}
		});
		expect(verified).toEqual([false, false, ...Array(11).fill(true)]);
	});

	test('can be rotated again within the day: every secret signs for its own 24 hours', async () => {
		let now = new Date();
		const later = (hours: number) => (now = new Date(now.getTime() + hours * 60 * 60 * 1000));
		const clocked = await startFluid({}, () => now);
		const { body: made } = await clocked.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
		});
		const rotate = async () => (await clocked.post(`/api-webhooks/${made.id}/rotate-secret`)).body;
		expect(made.secret_rotated_at).toBeNull();
		const second = await rotate();
		expect(second.secret_rotated_at).toBe(now.toISOString());
		later(23);
		const third = await rotate();

		const signers = async (count: number) => {
			await clocked.deal({ name: `Deal ${count}` });
			const call = (await receiver.waitFor(count)).at(-1) as Received;
			// A claim whose outcome is not written yet would have run out when the clock jumps, and be sent again.
			await clocked.everythingTried();
			const signatures = String(call.headers['webhook-signature']).split(' ');
			const at = new Date(Number(call.headers['webhook-timestamp']) * 1000);
			return [made, second, third]
				.map(({ secret }) => new StandardWebhook(secret))
				.map((one) => one.sign(String(call.headers['webhook-id']), at, call.raw))
				.map((signature) => signatures.includes(signature));
		};
		expect(await signers(1)).toEqual([true, true, true]);
		later(2);
		expect(await signers(2)).toEqual([false, true, true]);
		later(23);
		expect(await signers(3)).toEqual([false, false, true]);
		await clocked.stop();
	});

	test.each(['hunter2', 'whsec_', 'whsec_c2hvcnQ='])('cannot be "%s"', async (secret) => {
		const { status, body } = await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
			secret,
		});
		expect(status).toBe(422);
		expect(body.errors).toMatchObject([{ pointer: '/secret' }]);
	});
});
