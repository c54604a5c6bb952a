import { nameKey } from '../../../contract/identity';
import type { Deal } from '../../../contract/types';
import { findIdsByEmail } from '../contacts/store';
import type { Reader } from '../database/database';
import {
	atMost,
	byIndex,
	dialects,
	each,
	joinByIndex,
	nothing,
	oneOf,
	sql,
	type Statement,
} from '../database/sql';
import { mayBeFound } from '../database/rarestTrigrams';
import { dealTexts, lateRecords, recordOf } from '../database/textIndex';
import { emailKey } from '../values/email';
import { firstId } from '../values/ids';
import { momentText } from '../values/moment';
import type { Order } from './orders';
import { dealMentions, ofRenamed, readRenamed } from './renamed';
import type { DealSearch } from './search';

/** One of the filters of a list of deals, and the index that answers it. */
export type Narrowing = {
	/** What is true of each deal it leaves. */
	isMet: Statement;
	/**
	 * Selects their ids (as `id`) by the index, in no order, a few more where `isMet` has the last word. Of those found by
	 * their text, the index is asked for so many.
	 */
	ids?: (most: number) => Statement;
	/** Selects their ids newest first, where the index has them in this order: those below an id, up to a limit. */
	newest?: (below: string | undefined, limit: number) => Statement;
	/** Some deals among which those it leaves are, newest first, and the index that has no others. */
	newestOf?: Pick<Order, 'isIn' | 'byIndex'>;
	text?: SearchedText;
};

/** What a text is found by that deals are searched for. */
export type SearchedText = {
	/** What is true of the entries of the text index that may be meant, where `isMet` has the last word. */
	isCandidate: Statement;
	/** The ids of companies with a new name that mentions it, and that not all their deals have shown yet. */
	renamed: string[];
};

/** Returns what a search is narrowed by, one for each filter that the tables have an index for. */
export async function planNarrowings(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
): Promise<Narrowing[]> {
	const { email, external_id, label, owner_email, contact_id, company_id, q } = search;
	const { created_since, updated_since, closed_since, reminder } = search;
	const own = (part: Statement) => narrowing(sql`deals.workspace_id = ${workspaceId} and ${part}`);
	const range = ({ isMet, ids }: Narrowing): Narrowing => ({ isMet, ...(ids && { ids }) });
	const contacts = email === undefined ? [] : await findIdsByEmail(reader, workspaceId, email);
	const given: Array<Narrowing | undefined> = [
		external_id === undefined ? undefined : own(sql`deals.external_id = ${external_id}`),
		email === undefined ? undefined : ofContacts(own, contacts),
		contact_id === undefined ? undefined : own(sql`deals.contact_id = ${contact_id}`),
		company_id === undefined ? undefined : own(sql`deals.company_id = ${company_id}`),
		owner_email === undefined ? undefined : own(sql`deals.owner_key = ${emailKey(owner_email)}`),
		label === undefined ? undefined : labelled(workspaceId, nameKey(label)),
		inPlaces(search),
		created_since === undefined ? undefined : own(createdSince(created_since)),
		updated_since === undefined ? undefined : range(own(sql`deals.updated_at >= ${updated_since}`)),
		closed_since === undefined ? undefined : range(own(sql`deals.closed_at >= ${closed_since}`)),
		reminder === undefined ? undefined : reminded(own, reminder, search.now),
		q === undefined ? undefined : await mentioning(reader, workspaceId, q),
	];
	return given.filter((each) => each !== undefined);
}

/** Returns what is true of a deal that all filters leave, behind another condition. */
export function conditions(all: Narrowing[]): Statement {
	return all.reduce<Statement>((before, { isMet }) => sql`${before} and ${isMet}`, sql``);
}

type Own = (part: Statement) => Narrowing;

function narrowing(isMet: Statement): Narrowing {
	return {
		isMet,
		ids: () => sql`select deals.id from deals where ${isMet}`,
		newest: (below, limit) => sql`
			select deals.id from deals where ${isMet} ${isBelow(below)} order by deals.id desc ${atMost(limit)}`,
	};
}

function isBelow(id: string | undefined): Statement {
	return id === undefined ? nothing : sql`and deals.id < ${id}`;
}

/** Those of one contact are in order; several with one address are few. */
function ofContacts(own: Own, ids: string[]): Narrowing {
	const [id] = ids;
	if (ids.length === 1) return own(sql`deals.contact_id = ${id as string}`);
	const { isMet, ids: selected } = own(sql`deals.contact_id in ${oneOf(ids)}`);
	return { isMet, ...(selected && { ids: selected }) };
}

function labelled(workspaceId: string, key: string): Narrowing {
	const isLabel = sql`deal_labels.workspace_id = ${workspaceId} and deal_labels.label_key = ${key}`;
	return {
		isMet: sql`exists (select 1 from deal_labels where ${isLabel} and deal_labels.deal_id = deals.id)`,
		ids: () => sql`select deal_id as id from deal_labels where ${isLabel}`,
		newest: (below, limit) => sql`
			select deal_id as id from deal_labels where ${isLabel}
			${below === undefined ? nothing : sql`and deal_id < ${below}`}
			order by deal_id desc ${atMost(limit)}`,
	};
}

const STATUSES: Array<Deal['status']> = ['open', 'won', 'lost'];

/**
 * Pipeline, stage and status together: a stage and a status each have their deals in order, and what is wanted is the
 * newest of all these.
 */
function inPlaces({ pipelines, pipeline_id, stage_id, status }: DealSearch): Narrowing | undefined {
	if (pipeline_id === undefined && stage_id === undefined && status === undefined) return undefined;
	const stages = pipelines
		.filter(({ id }) => pipeline_id === undefined || id === pipeline_id)
		.flatMap((pipeline) => pipeline.stages.map(({ id }) => id))
		.filter((id) => stage_id === undefined || id === stage_id);
	const statuses = status === undefined ? STATUSES : [status];
	const places = sql`${each(stages)} as stage cross join ${each(statuses)} as status`;
	const isInPlace = sql`deals.stage_id = stage.value and deals.status = status.value`;
	const isInStage =
		pipeline_id === undefined && stage_id === undefined
			? sql`1 = 1`
			: sql`deals.stage_id in ${oneOf(stages)}`;
	return {
		isMet: sql`${isInStage} ${status === undefined ? nothing : sql`and deals.status = ${status}`}`,
		ids: () => sql`select deals.id from ${places} ${joinByIndex(sql`deals`, isInPlace)}`,
		newest: (below, limit) => {
			const newest = sql`
				select deals.id from deals where ${isInPlace} ${isBelow(below)} order by deals.id desc ${atMost(limit)}`;
			// PostgreSQL would ask for each deal there is whether it is among these.
			const listed = dialects(
				sql`cross join deals as listed on listed.id in (${newest})`,
				sql`cross join lateral (${newest}) as listed`,
			);
			return sql`select listed.id from ${places} ${listed} order by listed.id desc ${atMost(limit)}`;
		},
	};
}

/** A clock that was set back may have given a later deal an earlier time. */
const CLOCK_SET_BACK_MS = 60 * 60 * 1000;

/** An id begins with its time, so that an index of when deals were created need not be kept. */
function createdSince(since: string): Statement {
	const from = firstId('deal', Date.parse(since) - CLOCK_SET_BACK_MS);
	return sql`deals.id >= ${from} and deals.created_at >= ${since}`;
}

const REMINDED = {
	isIn: sql`deals.reminder_at is not null`,
	byIndex: byIndex(sql`indexed by deals_reminded`),
};

/** By the calendar day in UTC, as a reminder's state is. */
function reminded(own: Own, state: string, now: Date): Narrowing {
	const today = momentText(now).slice(0, 10);
	const tomorrow = momentText(new Date(Date.parse(today) + 24 * 60 * 60 * 1000)).slice(0, 10);
	const isIn: Record<string, Statement> = {
		overdue: sql`deals.reminder_at < ${today}`,
		due_today: sql`deals.reminder_at >= ${today} and deals.reminder_at < ${tomorrow}`,
		scheduled: sql`deals.reminder_at >= ${tomorrow}`,
	};
	const part = isIn[state];
	if (part === undefined) return { isMet: sql`deals.reminder_at is null` };
	const { isMet, ids } = own(part);
	return { isMet, ...(ids && { ids }), newestOf: REMINDED };
}

async function mentioning(reader: Reader, workspaceId: string, q: string): Promise<Narrowing> {
	const renamed = await readRenamed(reader, workspaceId, q);
	const isMet = sql`deals.workspace_id = ${workspaceId} and ${dealMentions(q, renamed)}`;
	const isCandidate = await mayBeFound(reader, dealTexts, workspaceId, q);
	return {
		isMet,
		text: { isCandidate, renamed: renamed.called },
		ids: (most) => sql`select id from (
				select deals.id from deal_index ${recordOf('deals', sql`deal_index.rowid`)}
				where ${isCandidate} ${atMost(most)}) as indexed
			union select deals.id from ${lateRecords(dealTexts, workspaceId, q, sql`and ${isMet}`)}
			union select id from (${ofRenamed(workspaceId, renamed.called, most)}) as renamed`,
	};
}
