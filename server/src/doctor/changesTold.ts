import type { Contact, Deal, Event } from '../../../contract/types';
import type { Reader } from '../database/database';
import { atMost, sql } from '../database/sql';
import { findFirstSequence } from '../webhooks/findFirstSequence';
import { keptSince } from '../webhooks/keptSince';
import { type Check, inEachWorkspace } from './check';

const AT_ONCE = 500;

/** The last change of each deal and contact has its event, and each deal that is gone the event of its end. */
export const changesTold: Check = {
	name: 'changes',
	promise: 'every change has its event',
	advice:
		'Receivers do not know of this change. Save the deal or contact again with any difference, e.g. a label: that sends all of it.',
	find: (examined) =>
		inEachWorkspace(examined, async (workspaceId) => {
			const { reader, now } = examined;
			const since = keptSince(now);
			const sentences: string[] = [];
			const deals = await lookAtDeals(reader, workspaceId, since, sentences);
			const contacts = await lookAtContacts(reader, workspaceId, since, sentences);
			await lookForEnds(reader, workspaceId, since, sentences);
			return { looked: deals + contacts, sentences };
		}),
};

type DealWithEvent = Pick<Deal, 'id' | 'updated_at' | 'status' | 'stage_id' | 'value'> & {
	type: string | null;
	body: string | null;
};

async function lookAtDeals(
	reader: Reader,
	workspaceId: string,
	since: string,
	sentences: string[],
): Promise<number> {
	let looked = 0;
	for (let place = { at: since, id: '' }; ; ) {
		const deals = await reader.all<DealWithEvent>(sql`
			select deals.id, deals.updated_at, deals.status, deals.stage_id, deals.value, events.type, events.body
			from deals left join events on events.deal_id = deals.id and events.sequence = (
				select max(sequence) from events as own where own.deal_id = deals.id and own.type <> 'form.submitted')
				and events.workspace_id = deals.workspace_id
			where deals.workspace_id = ${workspaceId} and (deals.updated_at, deals.id) > (${place.at}, ${place.id})
			order by deals.updated_at, deals.id ${atMost(AT_ONCE)}`);
		for (const deal of deals) {
			const difference = differenceOf(deal);
			if (difference)
				sentences.push(`Deal ${deal.id}, changed at ${deal.updated_at}, ${difference}.`);
		}
		looked += deals.length;
		const last = deals.at(-1);
		if (!last || deals.length < AT_ONCE) return looked;
		place = { at: last.updated_at, id: last.id };
	}
}

function differenceOf(deal: DealWithEvent): string | undefined {
	if (deal.body === null) return 'has no event';
	if (deal.type === 'deal.deleted')
		return 'is there, although its last event says that it was deleted';
	const shown = (JSON.parse(deal.body) as Event).data.deal;
	const differing = (['updated_at', 'status', 'stage_id', 'value'] as const).find(
		(name) => (shown?.[name] ?? null) !== (deal[name] ?? null),
	);
	return differing && `shows another ${differing} than its last event`;
}

async function lookAtContacts(
	reader: Reader,
	workspaceId: string,
	since: string,
	sentences: string[],
): Promise<number> {
	const shown = await contactsInEvents(reader, workspaceId, since);
	let looked = 0;
	for (let after = ''; ; ) {
		const contacts = await reader.all<Pick<Contact, 'id' | 'updated_at'>>(sql`
			select id, updated_at from contacts
			where workspace_id = ${workspaceId} and id > ${after} order by id ${atMost(AT_ONCE)}`);
		for (const { id, updated_at } of contacts) {
			if (updated_at < since) continue;
			looked += 1;
			if (shown.get(id) !== updated_at)
				sentences.push(
					`Contact ${id}, changed at ${updated_at}, ${shown.has(id) ? 'shows another updated_at than its last event' : 'has no event'}.`,
				);
		}
		if (contacts.length < AT_ONCE) return looked;
		after = contacts.at(-1)?.id as string;
	}
}

/** Returns when each contact had changed by its last event. */
async function contactsInEvents(
	reader: Reader,
	workspaceId: string,
	since: string,
): Promise<Map<string, string>> {
	const shown = new Map<string, string>();
	const types = ['contact.created', 'contact.updated'];
	const first = await findFirstSequence(reader, workspaceId, since);
	for (const type of types)
		for (let after = first - 1; ; ) {
			const events = await reader.all<{ sequence: number; body: string }>(sql`
				select sequence, body from events
				where workspace_id = ${workspaceId} and type = ${type} and sequence > ${after}
				order by sequence ${atMost(AT_ONCE)}`);
			for (const { body } of events) {
				const { contact } = (JSON.parse(body) as Event).data;
				if (contact && contact.updated_at > (shown.get(contact.id) ?? ''))
					shown.set(contact.id, contact.updated_at);
			}
			if (events.length < AT_ONCE) break;
			after = Number(events.at(-1)?.sequence);
		}
	return shown;
}

async function lookForEnds(
	reader: Reader,
	workspaceId: string,
	since: string,
	sentences: string[],
): Promise<void> {
	const first = await findFirstSequence(reader, workspaceId, since);
	const last = await reader.get<{ sequence: number | null }>(
		sql`select max(sequence) as sequence from events where workspace_id = ${workspaceId}`,
	);
	for (let at = first; at <= Number(last?.sequence ?? 0); at += AT_ONCE) {
		const gone = await reader.all<{ deal_id: string }>(sql`
			select distinct deal_id from events
			where workspace_id = ${workspaceId} and sequence >= ${at} and sequence < ${at + AT_ONCE} and deal_id is not null
				and not exists (select 1 from deals where deals.id = events.deal_id)
				and not exists (
					select 1 from events as own where own.deal_id = events.deal_id and own.type = 'deal.deleted')`);
		for (const { deal_id } of gone) {
			const sentence = `Deal ${deal_id} is gone, and no event says that it was deleted.`;
			if (!sentences.includes(sentence)) sentences.push(sentence);
		}
	}
}
