import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { readConfig } from '../../src/config';
import type { Database } from '../../src/database/database';
import { Dispatcher } from '../../src/webhooks/dispatcher';
import type { DeliveryMessage, DeliveryClient } from '../../src/deliveryClient';

/** A database that lets writing wait. */
let database: Database;
let goOn: () => void;

let fluid: FluidFixture;
let webhookId: string;
let sent: DeliveryMessage[];

const never = new Promise<void>(() => {});
const sender: DeliveryClient = {
	send: (message) => {
		sent.push(message);
		return Promise.reject(new Error('Nothing is sent while stopping.'));
	},
	close: () => Promise.resolve(),
};

beforeEach(async () => {
	sent = [];
	// It takes in deals and leaves their deliveries to another one.
	fluid = await startFluid({ FLUID_ROLE: 'api' });
	const { body } = await fluid.post('/api-webhooks', {
		url: 'https://crm.example/hook',
		events: ['deal.created'],
	});
	webhookId = body.id;
	const slow = new Promise<void>((resolve) => (goOn = resolve));
	const real = fluid.service.database;
	database = {
		writeWithPriority: (work) => slow.then(() => real.writeWithPriority(work)),
	} as Partial<Database> as Database;
});
afterEach(() => fluid.stop());

test('stopping waits for a claim that is being written, and gives its deliveries back for the next start', async () => {
	const now = () => new Date();
	const config = readConfig({});
	const { secrets } = fluid.service;
	const report = (reason: unknown) => expect.unreachable(String(reason));
	const dispatcher = new Dispatcher({ database, secrets, config, sender, now, report });
	await fluid.deal({ name: 'Acme website' });
	dispatcher.wake(webhookId);

	let isStopped = false;
	const stopping = dispatcher.stop(never).then(() => (isStopped = true));
	await new Promise((resolve) => setImmediate(resolve));
	expect(isStopped).toBe(false);
	goOn();
	await stopping;

	expect(sent).toEqual([]);
	const { body } = await fluid.get(`/api-webhooks/${webhookId}/deliveries`);
	const [{ created_at, ...delivery }] = body.data as [Delivery];
	expect(delivery).toMatchObject({ status: 'pending', next_attempt_at: created_at, attempts: [] });
});
