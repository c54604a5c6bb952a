import type { Database } from '../database/database';
import { sql } from '../database/sql';
import { listWorkspaces } from '../workspaces/store';
import { type Check, inEachWorkspace } from './check';

type Sum = { stage_id: string; status: string; currency: string; deals: number; value: number };

/** The sums of the board are what their deals come to, and deals know how many notes they have. */
export const sums: Check = {
	name: 'sums',
	promise: 'sums and counts are what they are of',
	advice:
		'The sums of the board are made anew by --repair. A wrong count of notes is only shown; it changes with the next note.',
	find: (examined) =>
		inEachWorkspace(examined, async (workspaceId) => {
			const { reader } = examined;
			const kept = sql`select stage_id, status, currency, deals, value from stage_totals where workspace_id = ${workspaceId}`;
			const counted = sql`select stage_id, status, currency, count(*) as deals, coalesce(sum(value), 0) as value
				from deals where workspace_id = ${workspaceId} group by stage_id, status, currency`;
			// One statement: what is committed between two would look like a fault.
			const wrong = await reader.all<
				Sum & { kept_deals: number | null; kept_value: number | null }
			>(sql`
				select both_sides.stage_id, both_sides.status, both_sides.currency,
					sum(both_sides.deals) as deals, sum(both_sides.value) as value,
					sum(both_sides.kept_deals) as kept_deals, sum(both_sides.kept_value) as kept_value
				from (
					select stage_id, status, currency, deals, value, 0 as kept_deals, 0.0 as kept_value from (${counted}) as counted
					union all
					select stage_id, status, currency, 0, 0.0, deals, value from (${kept}) as kept) as both_sides
				group by both_sides.stage_id, both_sides.status, both_sides.currency
				having sum(both_sides.deals) <> sum(both_sides.kept_deals)
					or abs(sum(both_sides.value) - sum(both_sides.kept_value)) > 0.01 + 0.000000001 * abs(sum(both_sides.value))`);
			const notes = await reader.all<{ id: string; notes: number; counted: number }>(sql`
				select deals.id, deals.notes, count(notes.id) as counted
				from deals left join notes on notes.workspace_id = deals.workspace_id and notes.deal_id = deals.id
				where deals.workspace_id = ${workspaceId} and (deals.notes > 0 or notes.id is not null)
				group by deals.id, deals.notes having deals.notes <> count(notes.id)`);
			const looked = await reader.get<{ count: number }>(sql`
				select (select count(*) from stage_totals where workspace_id = ${workspaceId})
					+ (select count(*) from deals where workspace_id = ${workspaceId} and notes > 0) as count`);
			return {
				looked: looked?.count ?? 0,
				sentences: [
					...wrong.map(
						({ stage_id, status, currency, deals, kept_deals, value, kept_value }) =>
							`Stage ${stage_id} has ${deals} ${status} deals worth ${value} ${currency}, but ${kept_deals} worth ${kept_value} are noted.`,
					),
					...notes.map(
						({ id, notes: noted, counted }) =>
							`Deal ${id} says it has ${noted} notes, but ${counted} are there.`,
					),
				],
			};
		}),
	repair: async (database) => {
		for (const { id } of await listWorkspaces(database)) await sumUp(database, id);
		return 'The sums of the board were added up anew.';
	},
};

async function sumUp(database: Database, workspaceId: string): Promise<void> {
	await database.write(workspaceId, async (transaction) => {
		await transaction.run(sql`delete from stage_totals where workspace_id = ${workspaceId}`);
		await transaction.run(sql`
			insert into stage_totals (workspace_id, stage_id, status, currency, deals, value)
			select workspace_id, stage_id, status, currency, count(*), coalesce(sum(value), 0) from deals
			where workspace_id = ${workspaceId} group by workspace_id, stage_id, status, currency`);
	});
}
