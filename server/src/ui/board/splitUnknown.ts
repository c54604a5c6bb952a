import type { LoadedPipeline } from '../../pipelines/store';
import { type BoardQuery, REMINDERS, STATUSES } from './boardAddress';

/** Returns what an address asks for and there is, and apart from it what there is not: the board is shown without that. */
export function splitUnknown(
	asked: BoardQuery,
	pipelines: readonly LoadedPipeline[],
	shown: LoadedPipeline | undefined,
): { query: BoardQuery; unknown: BoardQuery } {
	const there: Partial<Record<keyof BoardQuery, readonly string[]>> = {
		pipeline: pipelines.map(({ id }) => id),
		stage: shown?.stages.map(({ id }) => id) ?? [],
		status: STATUSES,
		reminder: Object.keys(REMINDERS),
		// The usual order is called as the API calls it.
		sort: ['updated', 'due'],
	};
	const entries = Object.entries(asked) as Array<[keyof BoardQuery, string]>;
	const [known, unknown] = [true, false].map((isThere) =>
		Object.fromEntries(
			entries.filter(
				([name, value]) => (value === '' || (there[name]?.includes(value) ?? true)) === isThere,
			),
		),
	) as [BoardQuery, BoardQuery];
	// A place behind a card is one in the column.
	const { after: _after, ...whole } = known;
	return { query: unknown.stage === undefined ? known : whole, unknown };
}
