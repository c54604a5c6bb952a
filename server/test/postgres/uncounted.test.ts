import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { listContacts } from '../../src/contacts/store';
import type { Reader } from '../../src/database/database';
import { isOfSqliteAlone, sql, type Statement } from '../../src/database/sql';
import { findDealIds } from '../../src/deals/findIds';

const fluid = fluidForFile();
const DEALS = 600;

type Plan = { 'Actual Rows': number; 'Actual Loops': number; Plans?: Plan[] };

const mostRows = (plan: Plan): number =>
	Math.max(plan['Actual Rows'] * plan['Actual Loops'], ...(plan.Plans ?? []).map(mostRows));

/** Reads, and keeps the most rows that a step of a statement has gone through. */
function watching(reader: Reader) {
	const seen = { rows: 0 };
	const watch = async (statement: Statement) => {
		if (isOfSqliteAlone(statement)) return;
		const [row] = await reader.all<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
			sql`explain (analyze, format json) ${statement}`,
		);
		seen.rows = Math.max(seen.rows, mostRows(row?.['QUERY PLAN'][0].Plan as Plan));
	};
	const watched: Reader = {
		all: async (statement) => (await watch(statement), reader.all(statement)),
		get: async (statement) => (await watch(statement), reader.get(statement)),
	};
	return { seen, watched };
}

// Autovacuum counts a table within a minute; an import of thousands of leads takes less.
test.runIf(isOnPostgres())(
	'a search looks through each record once, also where PostgreSQL has counted a few of many',
	{ ...needs('PostgreSQL'), timeout: 60_000 },
	async () => {
		const { database } = fluid.service;
		const { workspaceId } = fluid;
		const lead = (at: number) => ({
			name: `Kept ${at}`,
			contact: { name: `Kept ${at}`, email: `ada${at}@example.com` },
			reminder: { in_days: 3 },
			labels: ['vip'],
		});
		const leads = Array.from({ length: DEALS }, (_, at) => lead(at));
		await fluid.ingest({ deals: leads.slice(0, 10) });
		await database.indexTexts();
		await database.writeService((transaction) => transaction.run(sql`analyze`));
		await fluid.ingest({ deals: leads.slice(10) });

		const { seen, watched } = watching(database);
		const lookFor = async (filters: { q: string; label?: string }) => {
			for (const sort of ['newest', 'due', 'updated'] as const) {
				const search = { ...filters, sort, limit: 20, pipelines: [], now: new Date() };
				expect(await findDealIds(watched, workspaceId, search)).toHaveLength(20);
			}
			expect(await listContacts(watched, workspaceId, { q: 'kept', limit: 20 })).toHaveLength(20);
		};
		for (const index of [async () => {}, () => database.indexTexts()]) {
			await index();
			await lookFor({ q: 'kept' });
			await lookFor({ q: 'kept', label: 'vip' });
		}
		expect(seen.rows).toBeLessThanOrEqual(2 * DEALS);
	},
);
