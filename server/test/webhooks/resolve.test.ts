import { afterEach, beforeEach, expect, test } from 'vitest';
import { Receiver } from '../../../test/support/receiver';
import { newResolve } from '../../src/webhooks/resolve';
import { newSender } from '../../src/webhooks/send';
import { startNameServer } from '../../../test/support/nameServer';
import type { Resolve } from '../../src/webhooks/address';

/** Less than a silent name server is waited for. */
const SOON_MS = 3_000;

let nameServer: Awaited<ReturnType<typeof startNameServer>>;
let resolve: Resolve;

beforeEach(async () => {
	nameServer = await startNameServer();
	resolve = newResolve([nameServer.address]);
});
afterEach(() => nameServer.stop());

const localhost = { address: '127.0.0.1', family: 4 };

test('receivers whose name servers are silent keep nobody else waiting, and are distinguished from wrong names', async () => {
	const receiver = await Receiver.start();
	const sender = newSender(true, () => new Date(), resolve);
	const send = (host: string) =>
		sender.send({
			url: receiver.url.replace('127.0.0.1', host),
			messageId: 'evt_1',
			body: '{}',
			secrets: [`whsec_${'A'.repeat(32)}`],
			authHeader: null,
		});
	const silent = Array.from({ length: 20 }, (_, index) => send(`silent${index % 5}.example`));
	const healthy = await send('crm.example');
	expect(healthy.error).toBeNull();
	expect(healthy.durationMs).toBeLessThan(SOON_MS);
	expect((await send('crm.exmaple')).error).toBe(
		'crm.exmaple has no address. Check the spelling of the URL.',
	);

	for (const { error, durationMs } of await Promise.all(silent)) {
		expect(error).toMatch(/^The address of silent\d.example could not be looked up/);
		expect(durationMs).toBeLessThan(10_000);
	}
	await sender.close();
	await receiver.stop();
});

test('a host is found soon although its name server is silent about IPv6', async () => {
	const start = performance.now();
	expect(await resolve('half.example')).toEqual([localhost]);
	expect(performance.now() - start).toBeLessThan(SOON_MS);
});

test('deliveries that connect at the same moment share one look-up', async () => {
	await Promise.all(Array.from({ length: 50 }, () => resolve('crm.example')));
	// One question for each kind of address.
	expect(nameServer.asked.get('crm.example')).toBe(2);
});

test('a name of the hosts file is found there, and no name server is asked', async () => {
	expect(await resolve('localhost')).toContainEqual(localhost);
	expect(nameServer.asked.get('localhost')).toBeUndefined();
});
