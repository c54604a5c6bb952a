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

onPostgres('the settings that an address brings stay in force', NEEDS, async () => {
	const made = (await newTestDatabase()) as TestDatabase;
	const url = `${made.env.DATABASE_URL}?options=-c%20work_mem%3D8MB`;
	const pool = newPool({ url, isPooled: false }, 'fluid test');
	const shown = async (name: string) => (await pool.query(`show ${name}`)).rows[0][name];
	expect([await shown('work_mem'), await shown('jit')]).toEqual(['8MB', 'off']);
	await pool.end();
	await made.remove();
});
