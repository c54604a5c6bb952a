import { flatten, isPart, POSTGRES, type SqlPart, type SqlValue, type Statement } from '../sql';

/** So many rows are written by one statement: powers of two, so that there are few different texts. */
const MOST_ROWS = 64;

const INSERT = /^\s*insert into (\w+)\s*\([^)]*\)\s*values\s*\(/;
const MORE = /\bon conflict\b|\breturning\b/;

/** Rows of one table that wait to be written. */
type Waiting = { strings: readonly string[]; statements: Statement[] };

/** A statement as it is sent: its text and values. */
export type WrittenRows = { text: string; values: SqlValue[] };

/**
 * Gathers what adds rows, so that many changes in one transaction write those of a table by one statement. Nothing else
 * may be sent before what is gathered: data tables do not refer to one another, so that only their order within a table
 * counts.
 */
export class InsertQueue {
	private readonly waiting = new Map<string, Waiting>();

	/**
	 * Gathers a statement; returns what has to be sent by now, or undefined when it is none that adds rows. As many rows as
	 * one statement takes do not wait for the others: the server writes them while a large change goes on.
	 */
	add(statement: Statement): WrittenRows[] | undefined {
		const table = tableOf(statement);
		if (table === undefined) return undefined;
		const known = this.waiting.get(table);
		if (known?.strings === statement.strings) {
			known.statements.push(statement);
			if (known.statements.length < MOST_ROWS) return [];
			this.waiting.delete(table);
			return written(known);
		}
		this.waiting.set(table, { strings: statement.strings, statements: [statement] });
		return known ? written(known) : [];
	}

	/** Returns what is gathered for one table. */
	takeOf(table: string): WrittenRows[] {
		const known = this.waiting.get(table);
		this.waiting.delete(table);
		return known ? written(known) : [];
	}

	/** Returns all that is gathered, and gathers anew. */
	take(): WrittenRows[] {
		const all = [...this.waiting.values()].flatMap(written);
		this.waiting.clear();
		return all;
	}
}

const tables = new WeakMap<readonly string[], string | false>();

function tableOf({ strings }: Statement): string | undefined {
	const known = tables.get(strings);
	if (known !== undefined) return known || undefined;
	const text = strings.join(' ');
	const table = MORE.test(text) ? false : (INSERT.exec(strings[0] ?? '')?.[1] ?? false);
	tables.set(strings, table);
	return table || undefined;
}

function written({ statements }: Waiting): WrittenRows[] {
	const all: WrittenRows[] = [];
	for (let from = 0; from < statements.length; ) {
		let rows = MOST_ROWS;
		while (rows > statements.length - from) rows /= 2;
		all.push(together(statements.slice(from, from + rows)));
		from += rows;
	}
	return all;
}

function together(statements: Statement[]): WrittenRows {
	const own = statements.map(POSTGRES.own);
	const values = own.flatMap((each) => each.values);
	const isPlain = (all: readonly SqlPart[]): all is SqlValue[] => !all.some(isPart);
	return isPlain(values) ? { text: textOfPlain(own), values } : flattened(statements);
}

/** Of each place that writes rows, by how many rows, as their text is long. */
const plainTexts = new WeakMap<readonly string[], Map<number, string>>();

/** Where all that stands between the texts are values, the text is the same for as many rows. */
function textOfPlain(statements: Statement[]): string {
	const { strings } = statements[0] as Statement;
	const ofPlace = plainTexts.get(strings) ?? new Map<number, string>();
	plainTexts.set(strings, ofPlace);
	const text = ofPlace.get(statements.length) ?? flattened(statements).text;
	ofPlace.set(statements.length, text);
	return text;
}

function flattened(statements: Statement[]): WrittenRows {
	const values: SqlValue[] = [];
	let text = '';
	for (const statement of statements) {
		const before = values.length;
		const one = flatten(statement, {
			placeholder: (position) => `$${before + position}`,
			own: POSTGRES.own,
		});
		text +=
			text === ''
				? one.text
				: `, ${one.text.slice(one.text.search(/\bvalues\s*\(/) + 'values'.length)}`;
		values.push(...one.values);
	}
	return { text, values };
}
