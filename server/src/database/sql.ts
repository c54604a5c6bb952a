/** A value a statement can carry. */
export type SqlValue = string | number | null;

/**
 * A statement, or a part of one, with its values apart from its text. The texts around them are one object for each place
 * that writes them: by it a statement is recognised and not prepared again.
 */
export type Statement = {
	readonly strings: readonly string[];
	readonly values: readonly SqlPart[];
};

type SqlPart = SqlValue | Statement;

/**
 * Writes a statement: `` sql`select name from deals where id = ${id}` ``. Values never become part of the text. A
 * statement may stand inside another, so that a list with optional filters is put together from parts.
 */
export function sql(strings: TemplateStringsArray, ...values: SqlPart[]): Statement {
	return { strings, values };
}

/** Returns whether what stands in a statement is a part of one and no value. */
export function isPart(value: SqlPart): value is Statement {
	return value !== null && typeof value === 'object';
}

/** The statement that says nothing: what an optional part is when it does not apply. */
export const nothing: Statement = { strings: [''], values: [] };

/** Returns the `limit` of a list; without one all rows are meant. */
export function atMost(limit: number | undefined): Statement {
	return limit === undefined ? nothing : sql`limit ${limit}`;
}

/** Returns `(?, ?, ...)` for the values, to stand behind `in`; nothing is in an empty list. */
export function list(values: readonly SqlValue[]): Statement {
	if (values.length === 0) return sql`(null)`;
	return { strings: listTexts(values.length), values };
}

/** The same object for each length. */
function listTexts(length: number): readonly string[] {
	return textsOf(`${length}`, () => ['(', ...Array<string>(length - 1).fill(', '), ')']);
}

/** Returns texts that are made at run time: those of one name once. */
function textsOf(name: string, make: () => string[]): readonly string[] {
	const known = madeTexts.get(name) ?? make();
	madeTexts.set(name, known);
	return known;
}

const madeTexts = new Map<string, readonly string[]>();

/** Returns the values, to stand behind `in`, in a statement whose text is the same for however many. */
export function oneOf(values: readonly SqlValue[]): Statement {
	return sql`(select value from json_each(${JSON.stringify(values)}))`;
}

/**
 * Returns rows under the names of their columns, to stand behind `from`, in a statement whose text is the same for
 * however many. Names are of the source, never of an input.
 */
export function rowsOf(columns: readonly string[], rows: readonly SqlValue[][]): Statement {
	const strings = textsOf(columns.join(' '), () => {
		const named = columns.map((name, place) => `value ->> ${place} as ${name}`).join(', ');
		return [`(select ${named} from json_each(`, '))'];
	});
	return { strings, values: [JSON.stringify(rows)] };
}

/**
 * Returns the text of a statement and its values in order.
 *
 * @param placeholder what stands in the text for the n-th value, from 1: `?` for SQLite, `$1` for PostgreSQL
 */
export function flatten(
	statement: Statement,
	placeholder: (position: number) => string,
): { text: string; values: SqlValue[] } {
	const values: SqlValue[] = [];
	const text = append(statement, placeholder, values);
	return { text, values };
}

function append(
	{ strings, values }: Statement,
	placeholder: (position: number) => string,
	collected: SqlValue[],
): string {
	let text = strings[0] ?? '';
	values.forEach((value, index) => {
		if (isPart(value)) {
			text += append(value, placeholder, collected);
		} else {
			collected.push(value);
			text += placeholder(collected.length);
		}
		text += strings[index + 1];
	});
	return text;
}
