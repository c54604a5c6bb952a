import { networkOf } from '../values/network';
import { EMPTY, levelAt, oneMoreOfAll, waitOfAllMs } from './everybody';

const FREE_TRIES = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** How many networks are remembered before those are forgotten whose last wrong password is an hour ago. */
const MOST_NETWORKS = 1_000;

/** Wrong passwords in a row from one network. */
export type Failures = { count: number; lastAt: number };

/** How long the next password has to wait, in milliseconds, and for whose wrong ones. */
export type Wait = { ms: number; isForAll: boolean };

/** Who may try a password, by the address of the machine it comes from. */
export type LoginThrottle = {
	wait(ip: string, now: number): Wait;
	hasFailed(ip: string, now: number): void;
	hasSucceeded(ip: string): void;
};

/**
 * Returns a patience for this process: each network has its own, a household or firm by IPv6 only one, and besides
 * there is one for all together. That one does not hold up a network from which somebody has signed in before:
 * strangers must not be able to lock the office out.
 */
export function newLoginThrottle(): LoginThrottle {
	const known = new Map<string, Failures>();
	const welcome = new Set<string>();
	let all = EMPTY;

	return {
		wait: (ip, now) => {
			const network = networkOf(ip);
			const failures = known.get(network);
			// A clock that was set back must not make the wait as long as it was set back.
			if (failures) failures.lastAt = Math.min(failures.lastAt, now);
			const own = waitMs(failures, now);
			all = levelAt(all, now);
			const ofAll = welcome.has(network) ? 0 : waitOfAllMs(all, now);
			return { ms: Math.max(own, ofAll), isForAll: ofAll > own };
		},
		hasFailed: (ip, now) => {
			if (known.size >= MOST_NETWORKS) forgetOld(now);
			known.set(networkOf(ip), oneMore(known.get(networkOf(ip)), now));
			all = oneMoreOfAll(all, now);
		},
		hasSucceeded: (ip) => {
			const network = networkOf(ip);
			known.delete(network);
			welcome.delete(network);
			welcome.add(network);
			if (welcome.size > MOST_NETWORKS) welcome.delete(welcome.values().next().value as string);
		},
	};

	function forgetOld(now: number): void {
		for (const [network, failures] of known) if (isOld(failures, now)) known.delete(network);
	}
}

/**
 * Returns how long after wrong passwords the next one has to wait, in milliseconds from now: nothing for the first
 * five, then five seconds, and each further one doubles it up to a quarter of an hour.
 */
export function waitMs(failures: Failures | undefined, now: number): number {
	if (!failures || failures.count < FREE_TRIES) return 0;
	const wait = Math.min(FIRST_WAIT_MS * 2 ** (failures.count - FREE_TRIES), LONGEST_WAIT_MS);
	return Math.max(0, failures.lastAt + wait - now);
}

/** Returns the failures with one more, begun anew when the last was an hour ago. */
export function oneMore(failures: Failures | undefined, now: number): Failures {
	return { count: !failures || isOld(failures, now) ? 1 : failures.count + 1, lastAt: now };
}

function isOld({ lastAt }: Failures, now: number): boolean {
	return now - lastAt > FORGOTTEN_AFTER_MS;
}
