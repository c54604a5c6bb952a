import { isPart, sql, type Statement } from './sql';

/** What deals of one stage, status and currency come to. */
export type StageSum = {
	workspace_id: string;
	stage_id: string;
	status: string;
	currency: string;
	deals: number;
	value: number;
};

/** The table of these sums, which the board shows: a million deals are too many to add up for each page. */
const TABLE = 'stage_totals';

/** Returns the statement that adds to a sum. */
export function addingUp({
	workspace_id,
	stage_id,
	status,
	currency,
	deals,
	value,
}: StageSum): Statement {
	return sql`
		insert into stage_totals (workspace_id, stage_id, status, currency, deals, value)
		values (${workspace_id}, ${stage_id}, ${status}, ${currency}, ${deals}, ${value})
		on conflict (workspace_id, stage_id, status, currency)
		do update set deals = stage_totals.deals + excluded.deals, value = stage_totals.value + excluded.value`;
}

/** Gathers what is added to sums, so that many changes in one transaction write each of them once. */
export class StageSums {
	private readonly added = new Map<string, StageSum>();

	constructor(private readonly run: (statement: Statement) => unknown) {}

	/** Adds to what is gathered. */
	add(sum: StageSum): void {
		const key = `${sum.workspace_id} ${sum.stage_id} ${sum.status} ${sum.currency}`;
		const known = this.added.get(key);
		if (known) {
			known.deals += sum.deals;
			known.value += sum.value;
		} else this.added.set(key, { ...sum });
	}

	/** To be called before a statement that changes a table; undefined: it is not known which. */
	beforeChange(table: string | undefined): void {
		if (this.added.size > 0 && (table === undefined || table === TABLE)) this.store();
	}

	/** To be called before a statement that reads. */
	beforeRead(statement: Statement): void {
		if (this.added.size > 0 && isMentioned(statement)) this.store();
	}

	/** Writes what is gathered; to be called before a commit, and before a part that may be undone by itself. */
	store(): void {
		const sums = [...this.added.values()];
		this.added.clear();
		for (const sum of sums) this.run(addingUp(sum));
	}

	/** To be called when a transaction begins, and when it or a part of it is undone. */
	forgetAll(): void {
		this.added.clear();
	}
}

function isMentioned({ strings, values }: Statement): boolean {
	let known = mentioning.get(strings);
	if (known === undefined) {
		known = strings.some((text) => text.includes(TABLE));
		mentioning.set(strings, known);
	}
	return known || values.some((value) => isPart(value) && isMentioned(value));
}

/** By the place in the source that wrote a text. */
const mentioning = new WeakMap<readonly string[], boolean>();
