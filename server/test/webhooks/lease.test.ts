import { expect, test } from 'vitest';
import { startFluid } from '../../../test/support/fluid';
import { heldDatabase } from '../../../test/support/heldDatabase';
import { silentSender } from '../../../test/support/silentSender';
import { readConfig } from '../../src/config';
import { sql } from '../../src/database/sql';
import { Dispatcher } from '../../src/webhooks/dispatcher';

const SECOND_MS = 1_000;
const LEASE_MS = 20 * SECOND_MS;

test('a claim that has waited for its turn is held for its whole lease, so that no slow receiver gets an event twice', async () => {
	let now = new Date('2026-11-24T09:00:00.000Z');
	// It takes in deals and leaves their deliveries to another one.
	const fluid = await startFluid({ FLUID_ROLE: 'api' }, () => now);
	const webhook = { url: 'https://crm.example/hook', events: ['deal.created'] };
	const { body } = await fluid.post('/api-webhooks', webhook);
	await fluid.deal({ name: 'Acme website' });

	const { secrets } = fluid.service;
	const { database, goOn } = heldDatabase(fluid.service.database);
	const sender = silentSender();
	const dispatcher = new Dispatcher({
		...{ database, secrets, config: readConfig({}), sender, now: () => now },
		report: (reason) => expect.unreachable(String(reason)),
	});
	dispatcher.wake(body.id);
	now = new Date(now.getTime() + 18 * SECOND_MS);
	goOn();
	await expect.poll(() => sender.sent.length, { interval: 5 }).toBe(1);

	// Sent before the disk has the claim, and read once it has.
	const heldFor = async () => {
		const claim = await fluid.service.database.get<{ claimed_until: string }>(
			sql`select claimed_until from deliveries`,
		);
		return Date.parse(claim?.claimed_until ?? '') - now.getTime();
	};
	await expect.poll(heldFor, { interval: 5 }).toBe(LEASE_MS);
	await dispatcher.stop(Promise.resolve());
	await fluid.stop();
});
