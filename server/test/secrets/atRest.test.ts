import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';

const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '1h' });
let receiver: Receiver;

beforeEach(async () => {
	receiver = await Receiver.start();
});
afterEach(() => receiver.stop());

async function subscribe(more: object = {}) {
	const input = { url: receiver.url, events: ['deal.created'], ...more };
	return (await fluid.post('/api-webhooks', input)).body;
}

/** Returns which of these texts stand in a file of the data folder; a text counts in base64 as well. */
function inFiles(texts: string[]): string[] {
	const files = readdirSync(fluid.dataDir).map((name) => readFileSync(join(fluid.dataDir, name)));
	return texts.filter((text) =>
		[text, Buffer.from(text).toString('base64')].some((form) =>
			files.some((bytes) => bytes.includes(form)),
		),
	);
}

test('no file of the service holds a signing secret or an Authorization header, old ones included', async () => {
	const made = await subscribe({ auth_header: 'Bearer first-token-of-ada' });
	const rotated = (await fluid.post(`/api-webhooks/${made.id}/rotate-secret`)).body;
	await fluid.patch(`/api-webhooks/${made.id}`, { auth_header: 'Bearer second-token-of-ada' });
	await fluid.deal({ name: 'Acme website' });
	await receiver.waitFor(1);

	expect(receiver.received[0]?.headers.authorization).toBe('Bearer second-token-of-ada');
	expect(inFiles(['Acme website'])).toEqual(['Acme website']);
	const secrets = [made.secret, rotated.secret].map((secret) => secret.slice('whsec_'.length));
	expect(inFiles([...secrets, 'first-token-of-ada', 'second-token-of-ada', 'whsec_'])).toEqual([]);
});

test('a secret that somebody copied to another webhook in the database is not sent there', async () => {
	const victim = await subscribe({ auth_header: 'Bearer token-of-ada' });
	const thief = await subscribe();
	await fluid.patch(`/api-webhooks/${victim.id}`, { status: 'paused' });
	await fluid.service.database.writeService((transaction) =>
		transaction.run(sql`
			update webhooks set auth_header = (select auth_header from webhooks where id = ${victim.id})
			where id = ${thief.id}`),
	);

	await fluid.deal({ name: 'Acme website' });

	const path = `/api-webhooks/${thief.id}`;
	await expect
		.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].attempts)
		.toMatchObject([
			{
				status_code: null,
				error: `The webhook Authorization header of ${thief.id} cannot be decrypted: it was changed in the database. Give it a new one.`,
			},
		]);
	expect(receiver.received).toEqual([]);
});

test('a secret that was changed in the database is replaced by rotating it', async () => {
	const made = await subscribe();
	await fluid.service.database.writeService((transaction) =>
		transaction.run(sql`update webhooks set secret = 'v1:broken' where id = ${made.id}`),
	);
	const path = `/api-webhooks/${made.id}`;
	const failed = await fluid.post(`${path}/test`, {});
	expect(failed.body).toMatchObject({ status: 'failed' });

	expect((await fluid.post(`${path}/rotate-secret`)).body.secret).toMatch(/^whsec_/);

	expect((await fluid.post(`${path}/test`, {})).body).toMatchObject({ status: 'succeeded' });
	const [call] = await receiver.waitFor(1);
	expect(String(call?.headers['webhook-signature']).split(' ')).toHaveLength(1);
});
