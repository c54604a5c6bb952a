import type { Statement } from './sql';

/** A way to find rows of a workspace by a key: those of one key, or of many at once. */
export type LookUp = {
	/** The tables it reads. */
	tables: readonly string[];
	/** Reads the rows of one key, in order. */
	one: (workspaceId: string, key: string) => Statement;
	/** Reads those of many keys, in the same order, each row with its key as `looked_up`. */
	many: (workspaceId: string, keys: readonly string[]) => Statement;
};

/** What a change is going to look up. */
export type LookedUpAhead = { lookUp: LookUp; keys: string[] };
