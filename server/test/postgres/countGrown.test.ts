import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { sql } from '../../src/database/sql';

const fluid = fluidForFile();
const LEADS = 1_100;

test.runIf(isOnPostgres())(
	'the tables that an import has filled are counted within seconds, also where autovacuum is off',
	{ ...needs('PostgreSQL'), timeout: 60_000 },
	async () => {
		const { database } = fluid.service;
		await database.writeService(async (transaction) => {
			await transaction.run(sql`analyze`);
			await transaction.run(sql`alter table contacts set (autovacuum_enabled = false)`);
			await transaction.run(sql`alter table deals set (autovacuum_enabled = false)`);
		});
		const lead = (at: number) => ({
			name: `Deal ${at}`,
			contact: { email: `ada${at}@example.com` },
		});
		const leads = Array.from({ length: LEADS }, (_, at) => lead(at));
		for (let from = 0; from < LEADS; from += 500)
			await fluid.ingest({ deals: leads.slice(from, from + 500) });

		const counted = () =>
			database.all(sql`select relname::text as name, reltuples::int as rows from pg_class
				where oid in ('contacts'::regclass, 'deals'::regclass) order by 1`);
		await expect.poll(counted, { timeout: 40_000, interval: 250 }).toEqual([
			{ name: 'contacts', rows: LEADS },
			{ name: 'deals', rows: LEADS },
		]);
	},
);
