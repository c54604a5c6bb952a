import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../test/support/fluid';
import { Receiver } from '../../test/support/receiver';

let fluid: FluidFixture;
let receiver: Receiver;

beforeAll(async () => {
	fluid = await startFluid();
	receiver = await Receiver.start();
});
afterAll(async () => {
	await fluid.stop();
	await receiver.stop();
});

test('a new deal reaches a webhook as deal.created', async () => {
	await fluid.post('/api-webhooks', { url: `${receiver.url}/hook`, events: ['deal.created'] });
	const deal = await fluid.deal({ name: 'Acme website', contact: { email: 'ada@example.com' } });

	const [delivery] = await receiver.waitFor(1);
	expect(delivery?.path).toBe('/hook');
	expect(delivery?.event).toMatchObject({ type: 'deal.created', data: { deal } });
});
