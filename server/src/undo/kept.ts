import type { RunKept } from '../../../contract/types';
import { findCompanies } from '../companies/store';
import { findContacts } from '../contacts/store';
import type { Reader } from '../database/database';
import { atMost, isAmong, nothing, sql } from '../database/sql';
import { findDeals } from '../deals/store';
import { CUSTOM } from '../runs/replaced';
import type { ChangeKind, ChangeState } from '../runs/store';
import { kindOf } from './counts';
import type { KeptReason } from './judge';

/** A record of which something stays, before it is shown. */
export type KeptRecord = { id: string; reason: KeptReason; fields: string[] };

type Row = { object_id: string; kind: ChangeKind; state: string; kept: KeptReason };

/** Returns what undoing a run has kept, from behind a record on. */
export async function listKept(
	reader: Reader,
	workspaceId: string,
	runId: string,
	{ cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<KeptRecord[]> {
	const isKept = sql`workspace_id = ${workspaceId} and run_id = ${runId} and kept is not null`;
	const ids = await reader.all<{ object_id: string }>(sql`
		select distinct object_id from run_changes
		where ${isKept} ${cursor === undefined ? nothing : sql`and object_id < ${cursor}`}
		order by object_id desc ${atMost(limit)}`);
	const rows = await reader.all<Row>(sql`
		select object_id, kind, state, kept from run_changes
		where ${isKept} and ${isAmong(
			sql`object_id`,
			ids.map(({ object_id }) => object_id),
		)} order by object_id desc, change_id desc`);
	const groups = Map.groupBy(rows, ({ object_id }) => object_id);
	return [...groups].map(([id, own]) => ({
		id,
		reason: own.some(({ kept }) => kept === 'erased') ? 'erased' : (own[0] as Row).kept,
		fields: isWhole(own) ? [] : [...new Set(own.flatMap(fieldsIn))],
	}));
}

/** Returns whether a record stays as a whole, not only some of its fields. */
function isWhole(own: Row[]): boolean {
	return own.some(({ kind, kept }) => kind !== 'updated' || kept === 'erased');
}

function fieldsIn({ state }: Row): string[] {
	return Object.keys((JSON.parse(state) as ChangeState).before ?? {});
}

/** Returns records of which something stays as they are shown, with what they are called now. */
export async function showKept(
	reader: Reader,
	workspaceId: string,
	records: KeptRecord[],
	publicUrl: string,
): Promise<RunKept[]> {
	const ids = (kind: string) => records.map(({ id }) => id).filter((id) => kindOf(id) === kind);
	const deals = await findDeals(reader, ids('deal'));
	const contacts = await findContacts(reader, workspaceId, ids('contact'));
	const companies = await findCompanies(reader, workspaceId, ids('company'));
	const names = new Map<string, string | null>([
		...deals.map(({ row }) => [row.id, row.name] as const),
		...contacts.map(({ id, name, email }) => [id, name ?? email] as const),
		...companies.map(({ id, name }) => [id, name] as const),
	]);
	return records.map(({ id, reason, fields }) => ({
		id,
		type: kindOf(id),
		name: names.get(id) ?? null,
		url: kindOf(id) === 'deal' && names.has(id) ? `${publicUrl}/deals/${id}` : null,
		reason,
		detail: DETAILS[reason],
		fields: [...new Set(fields.map(asShown))].sort(),
	}));
}

/** The sentence for each reason. */
const DETAILS: Record<KeptReason, string> = {
	changed_since: 'It was changed since by somebody else.',
	in_use: 'A deal, contact or submission that stays has it.',
	taken: 'What it had before belongs to another record now.',
	missing: 'What it had before no longer exists.',
	deleted: 'The run deleted it, which is not brought back.',
	erased: 'A person was erased from it, and with them what it had before.',
};

/** Fields are named as events name them. */
function asShown(name: string): string {
	if (name.startsWith(CUSTOM)) return name;
	return (
		{
			contact_id: 'contact',
			company_id: 'company',
			reminder_at: 'reminder',
			reminder_note: 'reminder',
		}[name] ?? name
	);
}
