import { expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { heldDatabase } from '../../../test/support/heldDatabase';
import { never, silentSender } from '../../../test/support/silentSender';
import { readConfig } from '../../src/config';
import { Dispatcher } from '../../src/webhooks/dispatcher';

// It takes in deals and leaves their deliveries to another one.
const fluid = fluidForFile({ FLUID_ROLE: 'api' });

test('stopping waits for a claim that is being written, and gives its deliveries back for the next start', async () => {
	const webhook = { url: 'https://crm.example/hook', events: ['deal.created'] };
	const { id } = (await fluid.post('/api-webhooks', webhook)).body;
	const { database, goOn } = heldDatabase(fluid.service.database);
	const sender = silentSender();
	const dispatcher = new Dispatcher({
		...{ database, secrets: fluid.service.secrets, config: readConfig({}), sender },
		now: () => new Date(),
		report: (reason) => expect.unreachable(String(reason)),
	});
	await fluid.deal({ name: 'Acme website' });
	dispatcher.wake(id);

	let isStopped = false;
	const stopping = dispatcher.stop(never).then(() => (isStopped = true));
	await new Promise((resolve) => setImmediate(resolve));
	expect(isStopped).toBe(false);
	goOn();
	await stopping;

	expect(sender.sent).toEqual([]);
	const { body } = await fluid.get(`/api-webhooks/${id}/deliveries`);
	const [{ created_at, ...delivery }] = body.data as [Delivery];
	expect(delivery).toMatchObject({ status: 'pending', next_attempt_at: created_at, attempts: [] });
});
