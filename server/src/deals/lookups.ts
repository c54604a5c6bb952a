import { nameKey } from '../../../contract/identity';
import type { Transaction } from '../database/database';
import { sql, type SqlValue } from '../database/sql';
import type { StageSum } from '../database/stageSums';
import { emailKey } from '../values/email';
import { type DealAhead, dealsById } from './ahead';
import type { DealRow } from './columns';

/** What of a stored deal it is looked up by. */
export type LookedUp = Pick<
	DealRow,
	'name' | 'contact_id' | 'company_id' | 'stage_id' | 'status' | 'currency' | 'value'
> & {
	labels: string;
	closed_at: string | null;
	company_version: number;
	new_company_version: number;
};

/** Returns what a stored deal is looked up by so far; undefined when there is none. */
export async function lookedUp(
	transaction: Transaction,
	{ id, company_id }: Pick<DealRow, 'id' | 'company_id'>,
): Promise<LookedUp | undefined> {
	const [ahead] = transaction.readAhead?.<DealAhead>(dealsById, id) ?? [];
	if (ahead && company_id === null)
		return { ...(ahead as unknown as LookedUp), new_company_version: 0 };
	if (ahead && ahead.company_id === company_id) return ahead as unknown as LookedUp;
	return transaction.get<LookedUp>(sql`
		select name, contact_id, company_id, stage_id, status, currency, value, labels, closed_at, company_version,
			coalesce((select version from companies where id = ${company_id}), 0) as new_company_version
		from deals where id = ${id}`);
}

/** The columns that only look-ups read. */
export const LOOKUP_COLUMNS = ['owner_key', 'closed_at'];

/** Returns the values of these columns. */
export function lookupValues(row: DealRow, before: LookedUp | undefined): SqlValue[] {
	const isClosedSince = before?.status === row.status ? before.closed_at : null;
	return [
		row.owner_email === null ? null : emailKey(row.owner_email),
		row.status === 'open' ? null : (isClosedSince ?? row.updated_at),
	];
}

/** Returns the values of these columns as they are stored. */
export function storedLookupValues(row: DealRow, stored: LookedUp | undefined): SqlValue[] {
	return [row.owner_email === null ? null : emailKey(row.owner_email), stored?.closed_at ?? null];
}

/** Brings up to date what a deal that was just written is looked up by; `before` is undefined for a new one. */
export async function keepLookups(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	{ before, after }: { before: LookedUp | undefined; after: DealRow },
): Promise<void> {
	if (before && isReadOtherwise(before, after)) await transaction.textChanged('deals', id);
	if (before?.labels !== JSON.stringify(after.labels)) {
		if (before) await forgetLabels(transaction, workspaceId, id, JSON.parse(before.labels));
		await addLabels(transaction, workspaceId, id, after.labels);
	}
	if (before && isAddedUpAlike(before, after)) return;
	if (before) await transaction.addUp(sumOf(workspaceId, before, -1));
	await transaction.addUp(sumOf(workspaceId, after, 1));
}

/** Forgets what a deal was looked up by that is about to be removed. */
export async function forgetLookups(
	transaction: Transaction,
	workspaceId: string,
	row: DealRow,
): Promise<void> {
	await transaction.textChanged('deals', row.id);
	await forgetLabels(transaction, workspaceId, row.id, row.labels);
	await transaction.addUp(sumOf(workspaceId, row, -1));
}

function isReadOtherwise(before: LookedUp, after: DealRow): boolean {
	return (
		before.name !== after.name ||
		before.contact_id !== after.contact_id ||
		before.company_id !== after.company_id ||
		before.company_version !== before.new_company_version
	);
}

type AddedUp = Pick<DealRow, 'stage_id' | 'status' | 'currency' | 'value'>;

function isAddedUpAlike(before: AddedUp, after: AddedUp): boolean {
	return (
		before.stage_id === after.stage_id &&
		before.status === after.status &&
		before.currency === after.currency &&
		before.value === after.value
	);
}

function sumOf(workspace_id: string, deal: AddedUp, deals: 1 | -1): StageSum {
	const { stage_id, status, currency, value } = deal;
	return { workspace_id, stage_id, status, currency, deals, value: deals * (value ?? 0) };
}

async function forgetLabels(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	labels: string[],
): Promise<void> {
	for (const label of labels)
		await transaction.run(sql`
			delete from deal_labels
			where workspace_id = ${workspaceId} and label_key = ${nameKey(label)} and deal_id = ${id}`);
}

async function addLabels(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	labels: string[],
): Promise<void> {
	for (const label of labels)
		await transaction.run(sql`
			insert into deal_labels (workspace_id, label_key, deal_id, label)
			values (${workspaceId}, ${nameKey(label)}, ${id}, ${label}) on conflict do nothing`);
}
