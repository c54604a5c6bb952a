import type { Caller } from './origin';
import type { Token } from './token';

/** What a submission is taken for. `too_fast`, `stale` and `no_token` may be people: they are asked to send once more. */
export type Verdict = 'person' | 'spam' | 'too_fast' | 'stale' | 'no_token';

/** What the verdict goes by. */
export type Signs = {
	/** What stands in the input that people do not see. */
	trap: string;
	/** The token as sent; '' for none. */
	tokenText: string;
	/** What it says; undefined when it was not made here. */
	token: Token | undefined;
	caller: Pick<Caller, 'isOwn' | 'isFromPage'>;
	takesPlain: boolean;
	now: number;
};

/** Nobody reads and fills in a form faster, in milliseconds, unless a browser fills it in for them. */
export const SHORTEST_MS = 2_000;
const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * Returns what a submission is taken for. A form that was written into a page by hand has no token, so that all there
 * is to go by is that a browser sent it, from a page that is not ours: our own pages always send one.
 */
export function verdictOn({ trap, tokenText, token, caller, takesPlain, now }: Signs): Verdict {
	if (trap !== '') return 'spam';
	if (tokenText === '') {
		if (caller.isOwn || !caller.isFromPage) return 'spam';
		return takesPlain ? 'person' : 'no_token';
	}
	if (!token) return 'spam';
	const age = now - token.shownAt;
	if (age < SHORTEST_MS) return 'too_fast';
	return age > LONGEST_MS ? 'stale' : 'person';
}
