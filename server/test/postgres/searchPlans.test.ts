import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import { newPool } from '../../src/database/postgres/connections';
import { sql } from '../../src/database/sql';

const fluid = fluidForFile();
const onPostgres = test.runIf(isOnPostgres());
const NEEDS = { ...needs('PostgreSQL'), timeout: 30_000 };

onPostgres(
	'a search that may look at many rows is answered, not compiled first',
	NEEDS,
	async () => {
		const { database } = fluid.service;
		expect(await database.get(sql`show jit`)).toEqual({ jit: 'off' });
	},
);

onPostgres(
	'a search is planned for what it looks for, however often it was made',
	NEEDS,
	async () => {
		const { database } = fluid.service;
		await fluid.ingest({ name: 'Website relaunch' });
		for (let time = 0; time < 12; time += 1) {
			const { body } = await fluid.get('/api-deals?q=relaunch');
			expect(body.data).toHaveLength(1);
		}
		const prepared = await database.all<{ statement: string }>(
			sql`select statement from pg_prepared_statements`,
		);
		expect(prepared).not.toEqual([]);
		expect(prepared.filter(({ statement }) => /text like/.test(statement))).toEqual([]);
	},
);

onPostgres('the settings that an address brings stay in force', NEEDS, async () => {
	const made = (await newTestDatabase()) as TestDatabase;
	const url = `${made.env.DATABASE_URL}?options=-c%20work_mem%3D8MB`;
	const pool = newPool({ url, isPooled: false }, 'fluid test');
	const shown = async (name: string) => (await pool.query(`show ${name}`)).rows[0][name];
	expect([await shown('work_mem'), await shown('jit')]).toEqual(['8MB', 'off']);
	await pool.end();
	await made.remove();
});
