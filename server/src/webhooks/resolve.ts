import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { AddressRefused, type Resolve } from './address';
/** Two tries for each kind of address, and time to connect afterwards. */
const TRY_MS = 1_500;
const LOOK_UP_MS = 4_000;

/** With an IPv4 address in hand, IPv6 is waited for no longer than this. */
const IPV6_MS = 1_000;

const HOSTS_FILE =
	process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

/** When no name server answers in time. The system would wait for it once more, and longer. */
const SILENT = ['ETIMEOUT', 'ECANCELLED', 'ESERVFAIL'];

/**
 * The system's own look-up knows every kind of name, but waits for a silent name server in one of two threads that all
 * share. One per host at a time is therefore the most.
 */
const systemAddresses = shared((host) => lookup(host, { all: true }));

/**
 * Returns what finds the addresses of hosts without one look-up waiting for another: like the system in the hosts file
 * and from the name servers, and from the system itself only where those know no such name, e.g. the short name of a
 * neighbour.
 *
 * @param nameServers other than the system's, each an address with a port
 */
export function newResolve(nameServers?: string[]): Resolve {
	return shared(async (host) => {
		if (await isInHostsFile(host)) return fromSystem(host);
		const found = await fromNameServers(host, nameServers);
		return found.length > 0 ? found : fromSystem(host);
	});
}

export const resolveHost = newResolve();

async function isInHostsFile(host: string): Promise<boolean> {
	const text = await readFile(HOSTS_FILE, 'utf8').catch(() => '');
	return text.toLowerCase().split(/\s+/).includes(host.toLowerCase());
}

/** A name server that is silent about one kind of address does not hide the other. */
async function fromNameServers(host: string, nameServers?: string[]): Promise<LookupAddress[]> {
	const resolver = new Resolver({ timeout: TRY_MS, tries: 2 });
	if (nameServers) resolver.setServers(nameServers);
	const giveUp = () => resolver.cancel();
	const timers = [setTimeout(giveUp, LOOK_UP_MS)];
	const ofIpv4 = resolver.resolve4(host).then((addresses) => {
		timers.push(setTimeout(giveUp, IPV6_MS));
		return addresses;
	});
	const answers = await Promise.allSettled([ofIpv4, resolver.resolve6(host)]);
	timers.forEach(clearTimeout);
	const [ipv4 = [], ipv6 = []] = answers.map((one) =>
		one.status === 'fulfilled' ? one.value : [],
	);
	const found = [...ipv4.map(as(4)), ...ipv6.map(as(6))];
	if (found.length === 0 && answers.every(isSilent)) throw silent(host);
	return found;
}

function as(family: 4 | 6): (address: string) => LookupAddress {
	return (address) => ({ address, family });
}

function isSilent(answer: PromiseSettledResult<string[]>): boolean {
	return answer.status === 'rejected' && SILENT.includes(answer.reason.code);
}

async function fromSystem(host: string): Promise<LookupAddress[]> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(silent(host)), LOOK_UP_MS);
	});
	const found = systemAddresses(host).catch(() => {
		throw new AddressRefused(`${host} has no address. Check the spelling of the URL.`);
	});
	return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

function silent(host: string): AddressRefused {
	return new AddressRefused(
		`The address of ${host} could not be looked up: its name server does not answer. Check the URL, or try again later.`,
	);
}

/** Whoever asks for a host that is just being looked up gets that answer. */
function shared(resolve: Resolve): Resolve {
	const underWay = new Map<string, Promise<LookupAddress[]>>();
	return (host) => {
		const known = underWay.get(host);
		if (known) return known;
		const found = resolve(host).finally(() => underWay.delete(host));
		underWay.set(host, found);
		return found;
	};
}
