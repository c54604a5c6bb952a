/** A value a statement can carry. */
export type SqlValue = string | number | null;

/** A statement, or a part of one, with its values apart from its text. */
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

/** Returns `(?, ?, ...)` for the values, to stand behind `in`. */
export function list(values: readonly SqlValue[]): Statement {
	return { strings: ['(', ...values.slice(1).map(() => ', '), ')'], values };
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
