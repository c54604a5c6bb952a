/**
 * What a run may come into, and within how many runs it does. Each is counted: where one has not come up by then, the
 * simulation has gone blind for it, and says so instead of "no promise is broken".
 */
export const SITUATIONS = {
	start: 1,
	'stop in good order': 100,
	crash: 50,
	'crash inside a transaction': 100,
	'crash right after a commit': 100,
	'disk waited for': 50,
	'power cut before a commit was on the disk': 100,
	'process stalled': 50,
	'lock of the database held by another program': 50,
	'lock held for longer than is waited': 300,
	'disk full in a statement': 300,
	'commit failed': 300,
	'change undone': 100,
	'clock set back': 50,
	'clock set ahead': 50,
	claim: 10,
	'claim of a delivery whose lease ran out': 100,
	'outcome written after its lease ran out': 300,
	'retry scheduled': 20,
	'sent more than once': 20,
	'signed by more than one secret': 50,
	'paused by 410': 100,
	'paused after five days of failures': 300,
	'held while paused': 50,
	'several events in one delivery': 20,
	'the first of several of one deal or contact': 20,
	'put in order': 100,
	'skipped while it waits': 100,
	'skipped while on its way': 100,
	'sent in order when resumed': 100,
	'sent again by replay': 100,
	'removed after 30 days': 300,
	'event for a consumer without a webhook': 100,
	'webhook of a consumer replaced': 100,
	'caught up with what waited': 300,
	'caught up with what was missed': 100,
	'held delivery given up by subscribing': 300,
	'handed out': 50,
	'handed out again': 50,
	'committed as succeeded': 50,
	'committed as failed': 50,
	'committed after its lease': 50,
	released: 100,
	'reported inside': 300,
};

/** One of them. */
export type Situation = keyof typeof SITUATIONS | `receiver: ${string}`;

/** Returns those that should have come up in so many runs, and have not. */
export function unseenSituations(seen: ReadonlyMap<string, number>, runs: number): string[] {
	return Object.entries(SITUATIONS)
		.filter(([name, within]) => runs >= within && !seen.has(name))
		.map(([name]) => name);
}
