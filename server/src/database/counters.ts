import { sql, type Statement } from './sql';

/** Runs the statements of a change one after another. */
type Connection = {
	get: <T>(statement: Statement) => T | undefined;
	run: (statement: Statement) => number;
};

/** The number that was given last, and the one that is stored. */
type Counter = { last: number; stored: number };

/**
 * Numbers what happens in each workspace, without a gap. A number is read once in a transaction and written once, at its
 * end; between, it is counted here.
 */
export class Counters {
	private readonly counters = new Map<string, Counter>();

	constructor(private readonly connection: Connection) {}

	/** Returns the number after the last one of the workspace. */
	next(workspaceId: string): number {
		const counter = this.counters.get(workspaceId) ?? this.load(workspaceId);
		counter.last += 1;
		return counter.last;
	}

	/** Writes what was counted; to be called before each commit. */
	store(): void {
		for (const [workspaceId, counter] of this.counters) {
			if (counter.last === counter.stored) continue;
			this.connection.run(sql`
				insert into counters (workspace_id, sequence) values (${workspaceId}, ${counter.last})
				on conflict (workspace_id) do update set sequence = excluded.sequence`);
			counter.stored = counter.last;
		}
	}

	/** Returns what takes back the numbers that are given from now on. */
	mark(): () => void {
		const lasts = new Map([...this.counters].map(([id, { last }]) => [id, last]));
		return () => {
			for (const [id, counter] of this.counters) counter.last = lasts.get(id) ?? counter.stored;
		};
	}

	/** To be called when a transaction begins, and when it is undone. */
	forgetAll(): void {
		this.counters.clear();
	}

	private load(workspaceId: string): Counter {
		const row = this.connection.get<{ sequence: number }>(
			sql`select sequence from counters where workspace_id = ${workspaceId}`,
		);
		const stored = Number(row?.sequence ?? 0);
		const counter = { last: stored, stored };
		this.counters.set(workspaceId, counter);
		return counter;
	}
}
