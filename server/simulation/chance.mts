/** Chance that comes from a text: the same text, the same course. */
export type Chance = {
	/** From 0 to 1, without 1. */
	next: () => number;
	/** A whole number from 0 to n - 1. */
	int: (n: number) => number;
	between: (from: number, to: number) => number;
	/** Whether something of this probability happens. */
	happens: (probability: number) => boolean;
	pick: <T>(list: readonly T[]) => T;
	weighted: <T>(pairs: ReadonlyArray<readonly [T, number]>) => T;
};

/** Returns chance with a seed of its own (xmur3 and mulberry32, both in the public domain). */
export function chanceOf(seed: string): Chance {
	let state = hash(seed);
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	next();
	next();
	return {
		next,
		int: (n) => Math.floor(next() * n),
		between: (from, to) => from + next() * (to - from),
		happens: (probability) => next() < probability,
		pick: <T,>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T,
		weighted: (pairs) => weightedAt(pairs, next()),
	};
}

/** Returns what lies at a place from 0 to 1 among things of different weight. */
export function weightedAt<T>(pairs: ReadonlyArray<readonly [T, number]>, place: number): T {
	let left = place * pairs.reduce((sum, [, weight]) => sum + weight, 0);
	for (const [value, weight] of pairs) if ((left -= weight) < 0) return value;
	return (pairs.at(-1) as readonly [T, number])[0];
}

function hash(text: string): number {
	let hashed = 1779033703 ^ text.length;
	for (let index = 0; index < text.length; index += 1) {
		hashed = Math.imul(hashed ^ text.charCodeAt(index), 3432918353);
		hashed = (hashed << 13) | (hashed >>> 19);
	}
	return hashed >>> 0;
}
