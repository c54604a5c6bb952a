import type { Deal } from '../../../contract/types';
import type { Reader } from '../database/database';
import { list, nothing, sql, type Statement } from '../database/sql';
import type { Pipeline } from '../pipelines/store';
import { dealMentions } from './mentions';

/** Which deals the board shows. */
export type BoardFilter = { status: Deal['status']; q: string | undefined };

/** What the deals of a stage come to, in one currency. */
export type StageTotal = { stage_id: string; currency: string; deals: number; value: number };

/** A deal as its card shows it. */
export type CardRow = {
	id: string;
	name: string;
	stage_id: string;
	pipeline_id: string;
	status: Deal['status'];
	value: number | null;
	currency: string;
	reminder_at: string | null;
	labels: string;
	updated_at: string;
	contact_name: string | null;
	contact_email: string | null;
	company_name: string | null;
};

/** Returns how many deals each stage has, whatever their status, by its id. */
export async function countDealsByStage(
	reader: Reader,
	pipelines: Pipeline[],
): Promise<Map<string, number>> {
	const ids = pipelines.flatMap(({ stages }) => stages.map(({ id }) => id));
	if (ids.length === 0) return new Map();
	const rows = await reader.all<{ stage_id: string; deals: number }>(sql`
		select stage_id, count(*) as deals from deals where stage_id in ${list(ids)} group by stage_id`);
	return new Map(rows.map(({ stage_id, deals }) => [stage_id, Number(deals)]));
}

/** Returns what the deals of stages come to, by stage and currency; the index alone answers it. */
export function stageTotals(
	reader: Reader,
	workspaceId: string,
	stageIds: string[],
	filter: BoardFilter,
): Promise<StageTotal[]> {
	if (stageIds.length === 0) return Promise.resolve([]);
	return reader.all<StageTotal>(sql`
		select stage_id, currency, count(*) as deals, coalesce(sum(value), 0) as value from deals
		where stage_id in ${list(stageIds)} and status = ${filter.status} ${searched(workspaceId, filter)}
		group by stage_id, currency order by stage_id, currency`);
}

/** Returns whether a workspace has a deal, of whatever status. */
export async function hasAnyDeal(reader: Reader, workspaceId: string): Promise<boolean> {
	const deal = await reader.get(
		sql`select id from deals where workspace_id = ${workspaceId} limit 1`,
	);
	return deal !== undefined;
}

/** Where a part of a column begins: behind this card. */
export type After = { updatedAt: string; id: string };

/** Returns cards of a stage, the one changed last first, from behind another one on. */
export function stageCards(
	reader: Reader,
	workspaceId: string,
	stageId: string,
	{ after, limit, ...filter }: BoardFilter & { after?: After; limit: number },
): Promise<CardRow[]> {
	return reader.all<CardRow>(sql`
		select ${CARD} where deals.stage_id = ${stageId} and deals.status = ${filter.status}
		${searched(workspaceId, filter)}
		${after === undefined ? nothing : sql`and (deals.updated_at, deals.id) < (${after.updatedAt}, ${after.id})`}
		order by deals.updated_at desc, deals.id desc limit ${limit}`);
}

/** Returns the card of a deal if it is one that the filter shows, else undefined. */
export function shownCard(
	reader: Reader,
	workspaceId: string,
	id: string,
	filter: BoardFilter,
): Promise<CardRow | undefined> {
	return reader.get<CardRow>(sql`
		select ${CARD} where deals.id = ${id} and deals.workspace_id = ${workspaceId}
			and deals.status = ${filter.status} ${searched(workspaceId, filter)}`);
}

/** Returns the id of the workspace a deal belongs to, or undefined. */
export async function workspaceOfDeal(reader: Reader, id: string): Promise<string | undefined> {
	const row = await reader.get<{ workspace_id: string }>(
		sql`select workspace_id from deals where id = ${id}`,
	);
	return row?.workspace_id;
}

const CARD = sql`
	deals.id, deals.name, deals.stage_id, deals.pipeline_id, deals.status, deals.value, deals.currency,
	deals.reminder_at, deals.labels, deals.updated_at, contacts.name as contact_name,
	contacts.email as contact_email, companies.name as company_name
	from deals left join contacts on contacts.id = deals.contact_id
		left join companies on companies.id = deals.company_id`;

function searched(workspaceId: string, { q }: BoardFilter): Statement {
	return q === undefined ? nothing : sql`and ${dealMentions(workspaceId, q)}`;
}
