import type { Contact } from '../../../contract/types';

/** Returns what of a contact a change replaces, its company by the id. */
export function contactValues({ company, ...fields }: Contact): Record<string, unknown> {
	return { ...fields, company_id: company?.id ?? null };
}
