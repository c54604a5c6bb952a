import type { Statement } from './sql';

/** A way to find rows of a workspace by a key: those of one key, or of many at once. */
export type LookUp = {
	/** The tables it reads. */
	tables: readonly string[];
	/** Reads the rows of one key, in order. */
	one: (workspaceId: string, key: string) => Statement;
	/** Reads those of many keys, in the same order, each row with its key as `looked_up`. */
	many: (workspaceId: string, keys: readonly string[]) => Statement;
	/** Whether a row may come to a key, by a change that names neither the key nor a row that was found. */
	isIndirect?: true;
	/** Another way, whose rows these are as well, by one of their columns. */
	also?: { lookUp: LookUp; column: string };
};

/** What a change is going to look up. */
export type LookedUpAhead = { lookUp: LookUp; keys: string[] };
