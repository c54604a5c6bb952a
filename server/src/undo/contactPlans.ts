import type { Contact } from '../../../contract/types';
import { findCompanyById } from '../companies/store';
import { findContactByEmail, findContacts } from '../contacts/store';
import { isSameEmail } from '../values/email';
import { contactValues } from '../runs/contactValues';
import type { UndoPlanning } from './dealPlans';
import type { KeptReason, Restoration } from './judge';
import { planRecords, type Restored, type UndonePlan } from './planRecords';
import { type IsGoing, usedRecords } from './references';
import type { TouchedRecord } from './touchedRecord';

/** What becomes of a contact. */
export type UndoneContact = UndonePlan<Contact>;

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
	return planRecords(records, {
		found,
		valuesOf: contactValues,
		held: { ids: used, reason: 'in_use' },
		restore: (before, wanted) => restored(planning, before, wanted),
	});
}

/** What of a contact a run may have replaced. */
type ContactValues = Partial<Contact> & { company_id?: string | null };

async function restored(
	{ reader, workspaceId, at }: Omit<UndoPlanning, 'pipelines'>,
	before: Contact,
	wanted: Restoration,
): Promise<Restored<Contact>> {
	const { email, company_id } = wanted.values as ContactValues;
	const reasons = new Map<string, KeptReason>();
	if (email && !isSameEmail(email, before.email)) {
		const owner = await findContactByEmail(reader, workspaceId, email);
		if (owner && owner.id !== before.id) reasons.set('email', 'taken');
	}
	const company = company_id ? await findCompanyById(reader, workspaceId, company_id) : null;
	if (company === undefined) reasons.set('company_id', 'missing');
	return {
		reasons,
		after: (possible) => {
			const { company_id: wantedCompany, ...values } = possible.values as ContactValues;
			return {
				...before,
				...values,
				company: wantedCompany === undefined ? before.company : (company ?? null),
				updated_at: at,
			};
		},
	};
}
