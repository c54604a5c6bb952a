import type { FluidFixture } from '../../../test/support/fluid';
import { dialects, type Statement } from '../../src/database/sql';

/** Returns everything that a database has in the tables that hold what people entered, a text for each row. */
export async function storedTexts({ service }: FluidFixture): Promise<string[]> {
	const { database } = service;
	const written = (text: string): Statement => ({ strings: [text], values: [] });
	const tables = await database.all<{ name: string }>(
		dialects(
			written(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
				and name not like '%\\_index%' escape '\\' and name <> 'migrations'`),
			written(`select table_name as name from information_schema.tables
				where table_schema = current_schema() and table_name not in ('migrations', 'deal_index', 'contact_index')`),
		),
	);
	const texts: string[] = [];
	for (const { name } of tables)
		for (const row of await database.all(written(`select * from ${name}`)))
			texts.push(`${name} ${JSON.stringify(row)}`);
	return texts;
}
