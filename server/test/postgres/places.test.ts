import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { sql, type Statement } from '../../src/database/sql';
import { planNarrowings } from '../../src/deals/narrowing';
import { loadPipelines } from '../../src/pipelines/store';

const fluid = fluidForFile();

type Plan = { 'Actual Loops': number; 'Actual Rows': number; Plans?: Plan[] };

const mostLoops = (plan: Plan): number =>
	Math.max(plan['Actual Loops'], ...(plan.Plans ?? []).map(mostLoops));
const mostRows = (plan: Plan): number =>
	Math.max(plan['Actual Rows'], ...(plan.Plans ?? []).map(mostRows));

async function planOf(statement: Statement): Promise<Plan> {
	const [row] = await fluid.service.database.all<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
		sql`explain (analyze, format json) ${statement}`,
	);
	return row?.['QUERY PLAN'][0].Plan as Plan;
}

test.runIf(isOnPostgres())(
	'the deals of a stage are read from its own place, not among all that there are',
	async () => {
		const empty = await fluid.addPipeline('Service', ['Open', 'Done']);
		const deals = Array.from({ length: 1_000 }, (_, at) => ({ name: `Deal ${at}` }));
		for (let part = 0; part < 3; part += 1) await fluid.ingest({ deals });
		const { database } = fluid.service;
		await database.writeService((transaction) => transaction.run(sql`analyze`));
		const pipelines = await loadPipelines(database, fluid.workspaceId);
		for (const place of [{ pipeline_id: empty }, { status: 'open' as const }]) {
			const search = { ...place, pipelines, limit: 200, now: new Date() };
			const [narrowing] = await planNarrowings(database, fluid.workspaceId, search);
			const newest = narrowing?.newest?.(undefined, 200) as Statement;
			expect(mostLoops(await planOf(newest))).toBeLessThan(100);
		}
		const none = { status: 'lost' as const, pipelines, limit: 200, now: new Date() };
		const [lost] = await planNarrowings(database, fluid.workspaceId, none);
		const some = sql`${lost?.ids?.(1_000) as Statement} limit 1001`;
		expect(mostRows(await planOf(some))).toBeLessThan(100);
	},
);
