import { flatten, isPart, POSTGRES, type SqlValue, type Statement } from '../sql';

/** So many different statements are prepared in each connection; the texts of lists of every length would be ever more. */
const MOST_NAMED = 500;

/** A statement as the driver takes it. With a name it is prepared once in each connection. */
export type SentStatement = { text: string; values: SqlValue[]; name?: string };

/**
 * What looks for a text: how many rows mention it, decides how it is best looked for. A prepared statement is planned without
 * its values from the sixth time on (https://www.postgresql.org/docs/current/sql-prepare.html, "Notes"): one that most rows
 * mention then took 1 s among 200,000, in place of 25 ms.
 */
const IS_SEARCH = / like \$/;

/** Turns statements into what is sent. */
export class StatementTexts {
	private readonly byPlace = new WeakMap<readonly string[], { text: string; name?: string }>();
	private readonly names = new Map<string, string>();

	/** @param isNamed whether a connection is kept from statement to statement */
	constructor(private readonly isNamed: boolean) {}

	/** Returns a statement as it is sent. */
	of(statement: Statement): SentStatement {
		const own = POSTGRES.own(statement);
		if (own.values.some(isPart)) {
			const { text, values } = flatten(own, POSTGRES);
			return this.named(text, values);
		}
		const known = this.byPlace.get(own.strings) ?? this.withName(flatten(own, POSTGRES).text);
		this.byPlace.set(own.strings, known);
		return { ...known, values: own.values as SqlValue[] };
	}

	/** Returns a text with its values as it is sent. */
	named(text: string, values: SqlValue[]): SentStatement {
		return { ...this.withName(text), values };
	}

	private withName(text: string): { text: string; name?: string } {
		if (!this.isNamed || IS_SEARCH.test(text)) return { text };
		const known = this.names.get(text);
		if (known) return { text, name: known };
		if (this.names.size >= MOST_NAMED) return { text };
		const name = `fluid_${this.names.size}`;
		this.names.set(text, name);
		return { text, name };
	}
}
