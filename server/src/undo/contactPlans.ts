import type { Contact } from '../../../contract/types';
import { findCompanyById } from '../companies/store';
import { findContactByEmail, findContacts } from '../contacts/store';
import { isSameEmail } from '../values/email';
import { contactValues } from '../runs/contactValues';
import type { UndoPlanning } from './dealPlans';
import {
	judge,
	keepFields,
	type KeptReason,
	type Restoration,
	takesBack,
	type UndoVerdict,
} from './judge';
import { type IsGoing, usedRecords } from './references';
import type { TouchedRecord } from './touchedRecord';

/** What becomes of a contact. */
export type UndoneContact = {
	record: TouchedRecord;
	verdict: UndoVerdict;
	before: Contact | undefined;
	after: Contact | undefined;
};

/** Returns what becomes of contacts that a run has touched. */
export async function planContacts(
	planning: Omit<UndoPlanning, 'pipelines'>,
	records: TouchedRecord[],
	isGoing: IsGoing,
): Promise<UndoneContact[]> {
	const { reader, workspaceId } = planning;
	const ids = records.map(({ id }) => id);
	const found = new Map(
		(await findContacts(reader, workspaceId, ids)).map((contact) => [contact.id, contact] as const),
	);
	const used = await usedRecords(reader, workspaceId, 'contact', ids, isGoing);
	const plans: UndoneContact[] = [];
	for (const record of records) {
		const before = found.get(record.id);
		const verdict = judge(record, before && contactValues(before));
		if (verdict.does === 'delete' && used.has(record.id))
			plans.push({ record, before, after: undefined, verdict: IN_USE });
		else if (verdict.does === 'restore' && before)
			plans.push(await planRestoration(planning, record, before, verdict));
		else plans.push({ record, before, after: undefined, verdict });
	}
	return plans;
}

const IN_USE: UndoVerdict = { does: 'keep', reason: 'in_use' };

async function planRestoration(
	{ reader, workspaceId, at }: Omit<UndoPlanning, 'pipelines'>,
	record: TouchedRecord,
	before: Contact,
	verdict: Restoration,
): Promise<UndoneContact> {
	const { email, company_id } = verdict.values as Partial<Contact> & { company_id?: string | null };
	const reasons = new Map<string, KeptReason>();
	if (email && !isSameEmail(email, before.email)) {
		const owner = await findContactByEmail(reader, workspaceId, email);
		if (owner && owner.id !== before.id) reasons.set('email', 'taken');
	}
	const company = company_id ? await findCompanyById(reader, workspaceId, company_id) : null;
	if (company === undefined) reasons.set('company_id', 'missing');
	const possible = keepFields(verdict, reasons);
	if (!takesBack(possible)) return { record, verdict: possible, before, after: undefined };
	const { company_id: wantedCompany, ...values } = possible.values as Partial<Contact> & {
		company_id?: string | null;
	};
	const after: Contact = {
		...before,
		...values,
		company: wantedCompany === undefined ? before.company : (company ?? null),
		updated_at: at,
	};
	return { record, verdict: possible, before, after };
}
