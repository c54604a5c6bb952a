import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SqlRow } from './database';
import { flatten, SQLITE, isPart, type SqlValue, type Statement } from './sql';

const STATEMENTS_KEPT = 500;

type Prepared = { prepared: StatementSync; values: SqlValue[] };

/**
 * Prepared statements of one connection. A statement is found by the places in the source that wrote it and its parts,
 * whose texts are one object each: putting its text together would take as long as running it.
 */
export class Statements {
	private readonly byPlace = new WeakMap<readonly string[], StatementSync>();
	private readonly byPlaces = new Map<string, StatementSync>();
	private readonly numbers = new WeakMap<readonly string[], number>();
	private places = 0;

	constructor(private readonly connection: DatabaseSync) {}

	all<T>(statement: Statement): T[] {
		const { prepared, values } = this.prepare(statement);
		return prepared.all(...values) as T[];
	}

	get<T>(statement: Statement): T | undefined {
		const { prepared, values } = this.prepare(statement);
		return prepared.get(...values) as (T & SqlRow) | undefined;
	}

	run(statement: Statement): number {
		const { prepared, values } = this.prepare(statement);
		return Number(prepared.run(...values).changes);
	}

	private prepare(statement: Statement): Prepared {
		const { strings, values } = statement;
		if (values.some(isPart)) return this.prepareOfParts(statement);
		const known = this.byPlace.get(strings);
		const prepared = known ?? this.connection.prepare(strings.join('?'));
		if (!known) this.byPlace.set(strings, prepared);
		return { prepared, values: values as SqlValue[] };
	}

	private prepareOfParts(statement: Statement): Prepared {
		const values: SqlValue[] = [];
		const places = this.placesOf(statement, values);
		const known = this.byPlaces.get(places);
		if (known) return { prepared: known, values };
		// Lists of every length make ever new texts; the oldest ones are dropped.
		if (this.byPlaces.size >= STATEMENTS_KEPT)
			this.byPlaces.delete(this.byPlaces.keys().next().value as string);
		const prepared = this.connection.prepare(flatten(statement, SQLITE).text);
		this.byPlaces.set(places, prepared);
		return { prepared, values };
	}

	/** Collects a statement's values, and returns the numbers of the places that make up its text. */
	private placesOf({ strings, values }: Statement, collected: SqlValue[]): string {
		let places = `${this.numberOf(strings)}`;
		for (const value of values) {
			if (isPart(value)) {
				places += `(${this.placesOf(value, collected)})`;
			} else {
				collected.push(value);
				places += ',';
			}
		}
		return places;
	}

	private numberOf(strings: readonly string[]): number {
		const known = this.numbers.get(strings);
		if (known !== undefined) return known;
		this.places += 1;
		this.numbers.set(strings, this.places);
		return this.places;
	}
}
