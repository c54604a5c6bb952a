import type { Deal } from '../../../contract/types';
import type { Reader } from '../database/database';
import { atMost, each, joinByIndex, nothing, oneOf, sql, type Statement } from '../database/sql';
import type { LoadedPipeline } from '../pipelines/store';
import { findDealIds } from './findIds';
import { conditions, planNarrowings } from './narrowing';
import type { DealFilters } from './search';

/** Which deals the board shows, and whether what is due comes first. */
export type BoardFilter = Pick<DealFilters, 'q' | 'label' | 'owner_email' | 'reminder'> & {
	status: Deal['status'];
	isDueFirst: boolean;
};

/** What a board is made of: its pipeline, the filter, and the time that reminders are due by. */
export type BoardSearch = {
	pipelines: LoadedPipeline[];
	pipelineId: string;
	filter: BoardFilter;
	now: Date;
};

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
	workspaceId: string,
): Promise<Map<string, number>> {
	const rows = await reader.all<{ stage_id: string; deals: number }>(sql`
		select stage_id, sum(deals) as deals from stage_totals where workspace_id = ${workspaceId} group by stage_id`);
	return new Map(rows.map(({ stage_id, deals }) => [stage_id, Number(deals)]));
}

/** A deal that a filter of the board leaves. */
type FoundDeal = Pick<
	CardRow,
	'id' | 'stage_id' | 'currency' | 'value' | 'updated_at' | 'reminder_at'
>;

/** Deals that a filter of the board leaves, in the order of their cards; `isCut` when there are more. */
export type FoundDeals = { deals: FoundDeal[]; isCut: boolean };

/** So many are added up and sorted for a page in a few milliseconds. */
export const MOST_FOUND = 500;

/** Returns the deals that the filter of a board leaves, the newest or the first that are due; undefined for all. */
export async function findOnBoard(
	reader: Reader,
	workspaceId: string,
	search: BoardSearch,
): Promise<FoundDeals | undefined> {
	const { filter } = search;
	const wanted = narrowedBy(search);
	if (!isNarrowed(filter)) return undefined;
	const limit = MOST_FOUND + 1;
	const due = filter.isDueFirst
		? await findDealIds(reader, workspaceId, { ...wanted, sort: 'due', limit })
		: [];
	const newest =
		due.length < limit ? await findDealIds(reader, workspaceId, { ...wanted, limit }) : [];
	const ids = [...new Set([...due, ...newest])];
	const deals = await reader.all<FoundDeal>(sql`
		select deals.id, stage_id, currency, deals.value, updated_at, reminder_at
		from ${each(ids.slice(0, MOST_FOUND))} as found ${joinByIndex(sql`deals`, sql`deals.id = found.value`)}
		order by ${filter.isDueFirst ? DUE_FIRST : CHANGED_LAST_FIRST}`);
	return { deals, isCut: ids.length > MOST_FOUND };
}

/** Returns whether the board shows only some of the deals of a status. */
export function isNarrowed({ q, label, owner_email, reminder }: BoardFilter): boolean {
	return [q, label, owner_email, reminder].some((value) => value !== undefined);
}

function narrowedBy({ pipelines, pipelineId, filter, now }: BoardSearch) {
	const { isDueFirst: _isDueFirst, ...filters } = filter;
	return { ...filters, pipelines, pipeline_id: pipelineId, now };
}

/** Returns what the deals of stages come to, by stage and currency: what is added up as it changes, or what was found. */
export function stageTotals(
	reader: Reader,
	workspaceId: string,
	stageIds: string[],
	{ status }: BoardFilter,
	found: FoundDeals | undefined,
): Promise<StageTotal[]> {
	if (found) return Promise.resolve(addedUp(found, stageIds));
	return reader.all<StageTotal>(sql`
		select stage_id, currency, deals, round(cast(value as numeric), 2) as value from stage_totals
		where workspace_id = ${workspaceId} and stage_id in ${oneOf(stageIds)} and status = ${status} and deals > 0
		order by stage_id, currency`);
}

function addedUp({ deals }: FoundDeals, stageIds: string[]): StageTotal[] {
	const shown = deals.filter(({ stage_id }) => stageIds.includes(stage_id));
	const groups = Map.groupBy(shown, ({ stage_id, currency }) => `${stage_id} ${currency}`);
	return [...groups.values()].map((group) => {
		const { stage_id, currency } = group[0] as FoundDeal;
		const value = group.reduce((sum, deal) => sum + (deal.value ?? 0), 0);
		return { stage_id, currency, deals: group.length, value };
	});
}

/** Returns whether a workspace has a deal, of whatever status. */
export async function hasAnyDeal(reader: Reader, workspaceId: string): Promise<boolean> {
	const deal = await reader.get(
		sql`select id from deals where workspace_id = ${workspaceId} limit 1`,
	);
	return deal !== undefined;
}

/** Where a part of a column begins: behind this card, in the order of `at` and, where it is empty, of the id alone. */
export type After = { at: string; id: string };

type CardSearch = { filter: BoardFilter; after?: After; limit: number };

const CHANGED_LAST_FIRST = sql`deals.updated_at desc, deals.id desc`;
/** What has no reminder comes behind, the newest first. */
const DUE_FIRST = sql`deals.reminder_at is null, deals.reminder_at,
	case when deals.reminder_at is not null then deals.id end, deals.id desc`;

/** Returns cards of a stage from behind another one on: the one changed last first, or those that are due. */
export async function loadStageCards(
	reader: Reader,
	stageId: string,
	{ filter: { status, isDueFirst }, after, limit }: CardSearch,
): Promise<CardRow[]> {
	const cards = (isMeant: Statement, order: Statement, most: number) =>
		reader.all<CardRow>(sql`
			select ${CARD} from deals ${PARTIES}
			where deals.stage_id = ${stageId} and deals.status = ${status} ${isMeant}
			order by ${order} ${atMost(most)}`);
	if (!isDueFirst) {
		const isBehind = after && sql`and (deals.updated_at, deals.id) < (${after.at}, ${after.id})`;
		return cards(isBehind ?? nothing, CHANGED_LAST_FIRST, limit);
	}
	const isBehind = after && sql`and (deals.reminder_at, deals.id) > (${after.at}, ${after.id})`;
	const isDue = sql`and deals.reminder_at is not null ${isBehind ?? nothing}`;
	const due = after?.at === '' ? [] : await cards(isDue, sql`deals.reminder_at, deals.id`, limit);
	if (due.length === limit) return due;
	const isOlder = after?.at === '' ? sql`and deals.id < ${after.id}` : nothing;
	const isNever = sql`and deals.reminder_at is null ${isOlder}`;
	return [...due, ...(await cards(isNever, sql`deals.id desc`, limit - due.length))];
}

/** Returns the cards of a stage that a filter leaves, from behind another one on. */
export async function loadFoundCards(
	reader: Reader,
	stageId: string,
	{ deals }: FoundDeals,
	{ after, limit }: Pick<CardSearch, 'after' | 'limit'>,
): Promise<CardRow[]> {
	const own = deals.filter(({ stage_id }) => stage_id === stageId);
	const from = after ? own.findIndex(({ id }) => id === after.id) + 1 : 0;
	const ids = own.slice(from, from + limit).map(({ id }) => id);
	const rows = await reader.all<CardRow>(sql`
		select ${CARD} from deals ${PARTIES} where deals.id in ${oneOf(ids)}`);
	const byId = new Map(rows.map((row) => [row.id, row]));
	return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Returns the card of a deal if it is one that the filter shows, else undefined. */
export async function shownCard(
	reader: Reader,
	workspaceId: string,
	id: string,
	search: BoardSearch,
): Promise<CardRow | undefined> {
	const wanted = { ...narrowedBy(search), limit: 1 };
	const isMeant = conditions(await planNarrowings(reader, workspaceId, wanted));
	return reader.get<CardRow>(sql`
		select ${CARD} from deals ${PARTIES}
		where deals.id = ${id} and deals.workspace_id = ${workspaceId} ${isMeant}`);
}

/** Returns the id of the workspace a deal belongs to, or undefined. */
export async function findWorkspaceOfDeal(reader: Reader, id: string): Promise<string | undefined> {
	const row = await reader.get<{ workspace_id: string }>(
		sql`select workspace_id from deals where id = ${id}`,
	);
	return row?.workspace_id;
}

const CARD = sql`
	deals.id, deals.name, deals.stage_id, deals.pipeline_id, deals.status, deals.value, deals.currency,
	deals.reminder_at, deals.labels, deals.updated_at, contacts.name as contact_name,
	contacts.email as contact_email, companies.name as company_name`;

const PARTIES = sql`
	left join contacts on contacts.id = deals.contact_id
	left join companies on companies.id = deals.company_id`;
