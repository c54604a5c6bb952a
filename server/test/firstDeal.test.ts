import { expect, test } from 'vitest';
import { fluidForFile } from '../../test/support/fluid';
import { Receiver } from '../../test/support/receiver';

const fluid = fluidForFile();
const receiver = Receiver.forFile();

test('a new deal reaches a webhook as deal.created', async () => {
	await fluid.post('/api-webhooks', { url: `${receiver.url}/hook`, events: ['deal.created'] });
	const deal = await fluid.deal({ name: 'Acme website', contact: { email: 'ada@example.com' } });

	const [delivery] = await receiver.waitFor(1);
	expect(delivery?.path).toBe('/hook');
	expect(delivery?.event).toMatchObject({ type: 'deal.created', data: { deal } });
});
