import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Addresses that are not on the public internet: IANA's special-purpose registries (RFC 6890 and successors). */
const NOT_PUBLIC = [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.88.99.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/4',
	'240.0.0.0/4',
	'::/128',
	'::1/128',
	'64:ff9b::/96',
	'64:ff9b:1::/48',
	'100::/64',
	'2001::/23',
	'2001:db8::/32',
	'2002::/16',
	'3fff::/20',
	'5f00::/16',
	'fc00::/7',
	'fe80::/10',
	'fec0::/10',
	'ff00::/8',
];

const blocked = new BlockList();
for (const range of NOT_PUBLIC) {
	const [network = '', prefix] = range.split('/');
	blocked.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4');
}

/** A URL that deliveries may not go to, with the sentence for its owner. */
export class AddressRefused extends Error {}

/** Returns whether an IP address is on the public internet; an IPv4 address inside an IPv6 one counts as itself. */
export function isPublicAddress(address: string): boolean {
	return !blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Returns an address of the host to connect to, after checking every address it has.
 *
 * @param hostname as `new URL(...).hostname` gives it, so that 127.1 and 0x7f.1 are 127.0.0.1 already
 * @throws AddressRefused when the host has no address or one that is not public
 */
export async function publicAddressOf(hostname: string): Promise<string> {
	const host = hostname.replace(/^\[|\]$/g, '');
	const addresses = isIP(host) ? [host] : await resolve(host);
	const refused = addresses.find((address) => !isPublicAddress(address));
	if (refused !== undefined) {
		throw new AddressRefused(
			`${host} is ${refused === host ? '' : `at ${refused}, `}not a public address. Use one that is reachable from the internet, or ask the operator to set FLUID_ALLOW_PRIVATE_WEBHOOKS=true.`,
		);
	}
	return addresses[0] as string;
}

async function resolve(host: string): Promise<string[]> {
	try {
		const found = await lookup(host, { all: true });
		return found.map(({ address }) => address);
	} catch {
		throw new AddressRefused(`${host} has no address. Check the spelling of the URL.`);
	}
}
