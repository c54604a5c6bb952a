import { expect, test } from 'vitest';
import { Receiver } from '../../../test/support/receiver';
import { isPublicAddress, resolvePublicAddresses } from '../../src/webhooks/address';
import { resolveHost } from '../../src/webhooks/resolve';
import { newSender } from '../../src/webhooks/send';
import type { DeliveryMessage } from '../../src/deliveryClient';

const to = (url: string): DeliveryMessage => ({
	url,
	messageId: 'evt_1',
	body: '{}',
	secrets: [`whsec_${'A'.repeat(32)}`],
	authHeader: null,
});

test.each([
	'0.1.2.3',
	'10.1.2.3',
	'100.64.0.1',
	'127.0.0.1',
	'127.255.255.254',
	'169.254.169.254',
	'172.16.0.1',
	'172.31.255.255',
	'192.0.0.1',
	'192.0.2.1',
	'192.88.99.1',
	'192.168.1.1',
	'198.18.0.1',
	'198.51.100.1',
	'203.0.113.1',
	'224.0.0.1',
	'240.0.0.1',
	'255.255.255.255',
	'::',
	'::1',
	'::2',
	'::127.0.0.1',
	'::ffff:0:127.0.0.1',
	'100::1',
	'200::1',
	'1fff::1',
	'4000::1',
	'::ffff:127.0.0.1',
	'::ffff:0.0.0.1',
	'::ffff:10.0.0.1',
	'64:ff9b::7f00:1',
	'64:ff9b:1::1',
	'2001::1',
	'2001:1ff:ffff::1',
	'2001:db8::1',
	'2002:7f00:1::1',
	'2002:808:808::1',
	'3fff::1',
	'5f00::1',
	'fc00::1',
	'fd7a:115c:a1e0::1',
	'fe80::1',
	'fec0::1',
	'ff02::1',
])('%s is not a public address', (address) => {
	expect(isPublicAddress(address)).toBe(false);
});

test.each([
	'1.1.1.1',
	'8.8.8.8',
	'172.15.0.1',
	'172.32.0.1',
	'::ffff:8.8.8.8',
	'2001:4860:4860::8888',
	'2606:4700:4700::1111',
])('%s is a public address', (address) => {
	expect(isPublicAddress(address)).toBe(true);
});

test('a host name counts as every address it has', async () => {
	await expect(resolvePublicAddresses('localhost', resolveHost)).rejects.toThrow(
		/localhost is at .*not a public address/,
	);
});

const at = (...addresses: string[]) => addresses.map((address) => ({ address, family: 4 }));

test('a host with one address that is not public is refused, whichever it is', async () => {
	const mixed = async () => at('1.1.1.1', '10.0.0.1');
	await expect(resolvePublicAddresses('crm.example', mixed)).rejects.toThrow(
		/crm.example is at 10.0.0.1, not a public address/,
	);
	const all = at('1.1.1.1', '8.8.8.8');
	expect(await resolvePublicAddresses('crm.example', async () => all)).toEqual(all);
});

test('a host whose first address is dead gets its deliveries at the next one', async () => {
	const receiver = await Receiver.start();
	const both = async () => at('127.0.0.2', '127.0.0.1');
	const sender = newSender(true, () => new Date(), both);
	const outcome = await sender.send(to(receiver.url.replace('127.0.0.1', 'crm.example')));
	expect([outcome.error, receiver.received.length]).toEqual([null, 1]);
	await sender.close();
	await receiver.stop();
});

test.each(['127.0.0.1', 'localhost'])(
	'at the moment of connecting, %s is refused though its webhook was made earlier',
	async (host) => {
		const receiver = await Receiver.start();
		const sender = newSender(false, () => new Date());
		const outcome = await sender.send(to(receiver.url.replace('127.0.0.1', host)));
		expect(outcome.error).toContain('not a public address');
		expect(receiver.received).toEqual([]);
		await sender.close();
		await receiver.stop();
	},
);
