import type { Reader } from '../../src/database/database';

/** Tables of the service itself, and numbers of records that wait for the index of texts. */
const OF_NOBODY = [
	...[
		'migrations',
		'workspaces',
		'service_keys',
		'secret_key',
		'sign_in_links',
		'agency_keys',
		'wrong_passwords',
	],
	...['deals_to_index', 'contacts_to_index'],
];

/** Returns the tables without `workspace_id` that are not of the service itself. */
export async function tablesWithoutOwner(reader: Reader): Promise<string[]> {
	const rows = await reader.all<{ name: string }>(
		statement(`
		select name from sqlite_schema
		where type = 'table' and name not like 'sqlite_%' and name not like '%\\_index%' escape '\\'
			and not exists (select 1 from pragma_table_info(sqlite_schema.name) as c where c.name = 'workspace_id')`),
	);
	return rows.map(({ name }) => name).filter((name) => !OF_NOBODY.includes(name));
}

/** Returns how many rows each table has that are of a workspace that does not exist, where it has any. */
export async function rowsWithoutOwner(reader: Reader): Promise<Record<string, number>> {
	const tables = await reader.all<{ name: string }>(
		statement(`
		select sqlite_schema.name from sqlite_schema, pragma_table_info(sqlite_schema.name) as c
		where sqlite_schema.type = 'table' and c.name = 'workspace_id'`),
	);
	const counts: Record<string, number> = {};
	for (const { name } of tables) {
		const row = await reader.get<{ rows: number }>(
			statement(`select count(*) as rows from ${name}
				where workspace_id <> '' and not exists (select 1 from workspaces where id = ${name}.workspace_id)`),
		);
		if (row && row.rows > 0) counts[name] = row.rows;
	}
	return counts;
}

const statement = (text: string) => ({ strings: [text], values: [] });
