import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SqlRow } from './database';
import { flatten, isPart, type SqlValue, type Statement } from './sql';

const STATEMENTS_KEPT = 500;

/** Prepared statements of one connection: found by the places in the source that wrote them, else by their text. */
export class Statements {
	private readonly places = new Place();
	private readonly byText = new Map<string, StatementSync>();

	constructor(private readonly connection: DatabaseSync) {}

	all<T>(statement: Statement): T[] {
		const values: SqlValue[] = [];
		return this.prepare(statement, values).all(...values) as T[];
	}

	get<T>(statement: Statement): T | undefined {
		const values: SqlValue[] = [];
		return this.prepare(statement, values).get(...values) as (T & SqlRow) | undefined;
	}

	run(statement: Statement): number {
		const values: SqlValue[] = [];
		return Number(this.prepare(statement, values).run(...values).changes);
	}

	/** Returns the prepared statement and adds its values to the list. */
	private prepare(statement: Statement, values: SqlValue[]): StatementSync {
		const place = this.places.of(statement, values);
		return (place.prepared ??= this.byItsText(statement));
	}

	private byItsText(statement: Statement): StatementSync {
		const { text } = flatten(statement, () => '?');
		const known = this.byText.get(text);
		if (known) return known;
		// Lists of every length make ever new texts; the oldest ones are dropped.
		if (this.byText.size >= STATEMENTS_KEPT)
			this.byText.delete(this.byText.keys().next().value as string);
		const prepared = this.connection.prepare(text);
		this.byText.set(text, prepared);
		return prepared;
	}
}

/**
 * Where a statement is put together. The texts around its values are one object for each place in the source, so that
 * a statement with parts is recognised by the way from place to place, without writing it out.
 */
class Place {
	prepared: StatementSync | undefined;
	private afterValue: Place | undefined;
	private readonly parts = new WeakMap<readonly string[], Place>();

	/** Returns where the way of a statement ends that begins here; adds its values to the list. */
	of({ strings, values }: Statement, collected: SqlValue[]): Place {
		let here = this.part(strings);
		for (const value of values) {
			if (isPart(value)) {
				here = here.of(value, collected);
			} else {
				collected.push(value);
				here = here.afterValue ??= new Place();
			}
		}
		return here;
	}

	private part(strings: readonly string[]): Place {
		const known = this.parts.get(strings);
		if (known) return known;
		const place = new Place();
		this.parts.set(strings, place);
		return place;
	}
}
