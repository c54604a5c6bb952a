import type { Company, Contact } from '../../../contract/types';
import { findCompanyById } from '../companies/store';
import { findContact } from '../contacts/store';
import type { Reader } from '../database/database';
import { isAmong, sql } from '../database/sql';
import { columns, type DealRow } from '../deals/columns';
import type { StoredDeal } from '../deals/joined';
import { findDealByExternalId, findDeals } from '../deals/store';
import type { LoadedPipeline } from '../pipelines/store';
import { CUSTOM } from '../runs/replaced';
import type { KeptReason, Restoration } from './judge';
import { planRecords, type Restored, type UndonePlan } from './planRecords';
import type { TouchedRecord } from './touchedRecord';

/** What becomes of a deal. */
export type UndoneDeal = UndonePlan<StoredDeal>;

/** Where deals are looked up. */
export type UndoPlanning = {
	reader: Reader;
	workspaceId: string;
	pipelines: LoadedPipeline[];
	/** When it happens, in ISO 8601. */
	at: string;
};

/** Returns what becomes of deals that a run has touched. */
export async function planDeals(
	planning: UndoPlanning,
	records: TouchedRecord[],
): Promise<UndoneDeal[]> {
	const ids = records.map(({ id }) => id);
	const found = new Map(
		(await findDeals(planning.reader, ids)).map((deal) => [deal.row.id, deal] as const),
	);
	const sentTo = await dealsOfForms(planning.reader, ids);
	return planRecords(records, {
		found,
		valuesOf: ({ row }) => row,
		held: { ids: sentTo, reason: 'changed_since' },
		restore: (before, wanted) => restored(planning, before, wanted),
	});
}

/** Somebody has sent a lead form about the deal: it says no other thing for that, and is theirs as well. */
async function dealsOfForms(reader: Reader, ids: string[]): Promise<Set<string>> {
	const rows = await reader.all<{ deal_id: string }>(
		sql`select distinct deal_id from submissions where ${isAmong(sql`deal_id`, ids)}`,
	);
	return new Set(rows.map(({ deal_id }) => deal_id));
}

async function restored(
	planning: UndoPlanning,
	before: StoredDeal,
	{ values }: Restoration,
): Promise<Restored<StoredDeal>> {
	const parties = await partiesOf(planning, before, values);
	return {
		reasons: await obstacles(planning, before, values, parties),
		after: (possible) => {
			const row = restoredRow(before.row, possible, planning.at);
			const isSame = (name: 'contact_id' | 'company_id') => row[name] === before.row[name];
			return {
				...before,
				row,
				contact: isSame('contact_id') ? before.contact : (parties.contact ?? null),
				company: isSame('company_id') ? before.company : (parties.company ?? null),
			};
		},
	};
}

type Parties = { contact: Contact | undefined; company: Company | undefined };

async function partiesOf(
	{ reader, workspaceId }: UndoPlanning,
	{ row }: StoredDeal,
	values: Restoration['values'],
): Promise<Parties> {
	const { contact_id = row.contact_id, company_id = row.company_id } = values as Partial<DealRow>;
	const isOther = (one: string | null, other: string | null) => one !== null && one !== other;
	return {
		contact: isOther(contact_id, row.contact_id)
			? await findContact(reader, workspaceId, contact_id as string)
			: undefined,
		company: isOther(company_id, row.company_id)
			? await findCompanyById(reader, workspaceId, company_id as string)
			: undefined,
	};
}

/** Returns which fields cannot get back what they had, and why. */
async function obstacles(
	{ reader, workspaceId, pipelines }: UndoPlanning,
	{ row }: StoredDeal,
	values: Restoration['values'],
	{ contact, company }: Parties,
): Promise<Map<string, KeptReason>> {
	const found = new Map<string, KeptReason>();
	const wanted = values as Partial<DealRow>;
	const { pipeline_id = row.pipeline_id, stage_id = row.stage_id } = wanted;
	const pipeline = pipelines.find(({ id }) => id === pipeline_id);
	if (!pipeline?.stages.some(({ id }) => id === stage_id)) found.set('stage_id', 'missing');
	if (wanted.contact_id && wanted.contact_id !== row.contact_id && !contact)
		found.set('contact_id', 'missing');
	if (wanted.company_id && wanted.company_id !== row.company_id && !company)
		found.set('company_id', 'missing');
	for (const name of Object.keys(values)) {
		if (!name.startsWith(CUSTOM)) continue;
		const key = name.slice(CUSTOM.length);
		if (!pipeline?.fields.some((field) => field.key === key)) found.set(name, 'missing');
	}
	if (wanted.external_id && wanted.external_id !== row.external_id) {
		const owner = await findDealByExternalId(reader, workspaceId, wanted.external_id);
		if (owner && owner.row.id !== row.id) found.set('external_id', 'taken');
	}
	return found;
}

function restoredRow(row: DealRow, { values, notes }: Restoration, at: string): DealRow {
	const custom = { ...row.custom_fields };
	const own: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(values)) {
		if (name.startsWith(CUSTOM)) {
			const key = name.slice(CUSTOM.length);
			if (value === null) delete custom[key];
			else custom[key] = value as (typeof custom)[string];
		} else if ((columns as string[]).includes(name)) own[name] = value;
	}
	return {
		...row,
		...(own as Partial<DealRow>),
		custom_fields: custom,
		notes: Math.max(row.notes - notes.length, 0),
		updated_at: at,
	};
}
