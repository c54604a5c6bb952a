/** A value a statement can carry. */
export type SqlValue = string | number | null;

/**
 * A statement, or a part of one, with its values apart from its text. The texts around them are one object for each place
 * that writes them: by it a statement is recognised and not prepared again.
 */
export type Statement = {
	readonly strings: readonly string[];
	readonly values: readonly SqlPart[];
	/** What stands in its place for PostgreSQL, which says the same in another way. */
	readonly postgres?: Statement;
};

/** What stands in a statement between its texts. */
export type SqlPart = SqlValue | Statement;

/**
 * Writes a statement: `` sql`select name from deals where id = ${id}` ``. Values never become part of the text. A
 * statement may stand inside another, so that a list with optional filters is put together from parts.
 */
export function sql(strings: TemplateStringsArray, ...values: SqlPart[]): Statement {
	return { strings, values };
}

/** Returns a part of a statement that SQLite and PostgreSQL write each in its own way. */
export function dialects(sqlite: Statement, postgres: Statement): Statement {
	return { ...sqlite, postgres };
}

/** Returns a statement that reads what SQLite alone has: PostgreSQL is not asked, and there are no rows of it. */
export function ofSqliteAlone(statement: Statement): Statement {
	return dialects(statement, nothing);
}

/** Returns whether PostgreSQL has no part in a statement. */
export function isOfSqliteAlone({ postgres }: Statement): boolean {
	return postgres === nothing;
}

/**
 * Returns a whole number as such. SQLite is given each number as a fraction; a text index then reads from its beginning on
 * instead of from a row on (https://sqlite.org/src/file/ext/fts5/fts5_main.c, fts5GetRowidLimit).
 */
export function wholeNumber(value: number): Statement {
	return sql`cast(${value} as bigint)`;
}

/** Forces an index of SQLite, which counts no rows: PostgreSQL chooses by what it has counted. */
export function byIndex(name: Statement): Statement {
	return dialects(name, nothing);
}

/** Returns the later of two moments, or the greater of two values. */
export function laterOf(one: SqlPart, other: SqlPart): Statement {
	return dialects(sql`max(${one}, ${other})`, sql`greatest(${one}, ${other})`);
}

/** Returns whether what stands in a statement is a part of one and no value. */
export function isPart(value: SqlPart): value is Statement {
	return value !== null && typeof value === 'object';
}

/** The statement that says nothing: what an optional part is when it does not apply. */
export const nothing: Statement = { strings: [''], values: [] };

/** Joins in the order written, which SQLite keeps to: PostgreSQL finds its own by what it has counted. */
export const joinInOrder: Statement = dialects(sql`cross join`, sql`join`);

/**
 * Joins the row of a table that something is true of, looked up by an index. All that decides about it belongs into
 * `isMeant`: of a table that has grown since PostgreSQL last counted it, what it may order as it likes goes through all rows
 * for each that is meant (https://www.postgresql.org/docs/current/planner-stats.html).
 */
export function joinByIndex(table: Statement, isMeant: Statement): Statement {
	return dialects(
		sql`cross join ${table} on ${isMeant}`,
		sql`cross join lateral (select * from ${table} where ${isMeant} offset 0) as ${table}`,
	);
}

/**
 * Returns the `limit` of a list; without one all rows are meant. For SQLite the number stands in the text: it plans by a
 * limit, so that a statement with one as a value is prepared anew each time it runs, which costs more than most of them.
 *
 * @throws TypeError for a limit that is no whole number
 */
export function atMost(limit: number | undefined): Statement {
	if (limit === undefined) return nothing;
	if (!Number.isSafeInteger(limit)) throw new TypeError(`A list cannot be limited to ${limit}.`);
	const text = `limit ${limit}`;
	return dialects({ strings: textsOf(text, () => [text]), values: [] }, sql`limit ${limit}`);
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

/** Has whoever reads rows to change them wait for others who do: SQLite lets one at a time change anything. */
export const forUpdate: Statement = dialects(nothing, sql`for update`);

/** Returns texts, to stand behind `in`, in a statement whose text is the same for however many. */
export function oneOf(values: readonly string[]): Statement {
	return sql`(select value from ${each(values)} as each_value)`;
}

/** Returns whether a column is one of some texts, found by its index in both databases, however many there are. */
export function isAmong(column: Statement, values: readonly string[]): Statement {
	const json = JSON.stringify(values);
	return dialects(
		sql`${column} in (select value from json_each(${json}))`,
		sql`${column} = any(array(select jsonb_array_elements_text(${json}::jsonb)))`,
	);
}

/** Returns texts as rows with a column `value`, to stand behind `from` under a name, in a statement whose text is the same for however many. */
export function each(values: readonly string[]): Statement {
	const json = JSON.stringify(values);
	return dialects(
		sql`json_each(${json})`,
		sql`(select value from jsonb_array_elements_text(${json}::jsonb) as texts (value))`,
	);
}

/** The columns of rows that are handed to a statement, by their names: texts, or whole numbers. */
export type RowColumns = Readonly<Record<string, 'text' | 'integer'>>;

/**
 * Returns rows under the names of their columns, to stand behind `from`, in a statement whose text is the same for
 * however many. Names are of the source, never of an input.
 */
export function rowsOf(columns: RowColumns, rows: readonly SqlValue[][]): Statement {
	const values = [JSON.stringify(rows)];
	const names = Object.keys(columns);
	const sqlite = textsOf(names.join(' '), () => {
		const named = names.map((name, place) => `value ->> ${place} as ${name}`).join(', ');
		return [`(select ${named} from json_each(`, '))'];
	});
	const postgres = textsOf(`postgres ${JSON.stringify(columns)}`, () => {
		const named = names
			.map((name, place) => `${typed(columns[name], place)} as ${name}`)
			.join(', ');
		return [`(select ${named} from jsonb_array_elements(`, '::jsonb) as elements (value))'];
	});
	return dialects({ strings: sqlite, values }, { strings: postgres, values });
}

/** What PostgreSQL takes from JSON is text, unless it is cast. */
function typed(type: RowColumns[string] | undefined, place: number): string {
	return type === 'integer' ? `(value ->> ${place})::bigint` : `value ->> ${place}`;
}

/** How a database wants a statement: what stands in the text for the n-th value, from 1, and which of two ways is its own. */
export type Dialect = {
	placeholder: (position: number) => string;
	own: (statement: Statement) => Statement;
};

/** As SQLite wants it. */
export const SQLITE: Dialect = { placeholder: () => '?', own: (statement) => statement };

/** As PostgreSQL wants it. */
export const POSTGRES: Dialect = {
	placeholder: (position) => `$${position}`,
	own: (statement) => statement.postgres ?? statement,
};

/** Returns the text of a statement and its values in order. */
export function flatten(
	statement: Statement,
	dialect: Dialect,
): { text: string; values: SqlValue[] } {
	const values: SqlValue[] = [];
	const text = append(statement, dialect, values);
	return { text, values };
}

function append(statement: Statement, dialect: Dialect, collected: SqlValue[]): string {
	const { strings, values } = dialect.own(statement);
	let text = strings[0] ?? '';
	values.forEach((value, index) => {
		if (isPart(value)) {
			text += append(value, dialect, collected);
		} else {
			collected.push(value);
			text += dialect.placeholder(collected.length);
		}
		text += strings[index + 1];
	});
	return text;
}
