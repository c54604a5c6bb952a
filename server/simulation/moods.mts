/** What a receiver does with a request, by its mood, with the weight of each. */
export const moods = {
	fine: [['ok', 1]],
	down: [
		['500', 3],
		['refuse', 2],
		['reset', 1],
	],
	flaky: [
		['ok', 5],
		['500', 2],
		['reset', 1],
		['read and reset', 1],
		['slow', 1],
	],
	limiting: [
		['ok', 2],
		['429', 3],
		['503', 1],
		['429 with a date', 1],
	],
	gone: [['410', 1]],
	'gone late': [['410 late', 1]],
	hanging: [['hang', 1]],
	slow: [['slow', 1]],
	swallowing: [['read and reset', 1]],
	'odd body': [
		['slow body', 2],
		['broken body', 1],
	],
	redirecting: [['301', 1]],
} as const satisfies Record<string, ReadonlyArray<readonly [string, number]>>;

/** How a receiver is doing. */
export type Mood = keyof typeof moods;

/** All of them. */
export const MOODS = Object.keys(moods) as Mood[];
