import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
/** IPv4 addresses that are not on the public internet: IANA's special-purpose registry (RFC 6890 and successors). */
const SPECIAL_IPV4 = listOf('ipv4', [
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
]);

/** All that IANA hands out of IPv6 for the public internet (RFC 4291, section 2.4). */
const UNICAST_IPV6 = listOf('ipv6', ['2000::/3']);

/** What of it leads elsewhere: tunnels to IPv4 addresses, protocol assignments, documentation. */
const SPECIAL_IPV6 = listOf('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/** IPv4 addresses in the clothes of IPv6, such as ::ffff:10.0.0.1. */
const MAPPED_IPV4 = listOf('ipv6', ['::ffff:0:0/96']);

/** A URL that deliveries may not go to, with the sentence for its owner. */
export class AddressRefused extends Error {}

/** Returns whether an IP address is on the public internet; an IPv4 address inside an IPv6 one counts as itself. */
export function isPublicAddress(address: string): boolean {
	if (isIP(address) === 4) return !SPECIAL_IPV4.check(address, 'ipv4');
	// A list of IPv4 addresses finds mapped ones too.
	if (MAPPED_IPV4.check(address, 'ipv6')) return !SPECIAL_IPV4.check(address, 'ipv6');
	return UNICAST_IPV6.check(address, 'ipv6') && !SPECIAL_IPV6.check(address, 'ipv6');
}

/**
 * Returns the addresses of the host to connect to, after checking every one it has.
 *
 * @param hostname as `new URL(...).hostname` gives it, so that 127.1 and 0x7f.1 are 127.0.0.1 already
 * @throws AddressRefused when the host has no address or one that is not public
 */
export async function resolvePublicAddresses(
	hostname: string,
	resolve: Resolve,
): Promise<LookupAddress[]> {
	const host = hostname.replace(/^\[|\]$/g, '');
	const family = isIP(host);
	const addresses = family ? [{ address: host, family }] : await resolve(host);
	const refused = addresses.find(({ address }) => !isPublicAddress(address))?.address;
	if (refused !== undefined) {
		throw new AddressRefused(
			`${host} is ${refused === host ? '' : `at ${refused}, `}not a public address. Use one that is reachable from the internet, or ask the operator to set FLUID_ALLOW_PRIVATE_WEBHOOKS=true.`,
		);
	}
	return addresses;
}

function listOf(family: 'ipv4' | 'ipv6', ranges: string[]): BlockList {
	const addresses = new BlockList();
	for (const range of ranges) {
		const [network = '', prefix] = range.split('/');
		addresses.addSubnet(network, Number(prefix), family);
	}
	return addresses;
}

/** Finds every address of a host, in the order in which they are tried; refuses one that has none. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;
