import { plainDealFields } from './plainDealFields';
import { schemas } from './schemas';
import type { ErasureInput } from './types';

/** What of a deal can say something about the person it is with, beside the contact and custom fields. */
export type PersonalDealField = NonNullable<ErasureInput['deal_fields']>[number];

/** The fields of a deal that may hold something about a person: those with a rule of their own, then plain texts and lists. */
export const personalDealFields = schemas.erasureInput.properties.deal_fields.items
	.enum as PersonalDealField[];

const LABELS: Record<string, string> = {
	name: 'Deal Name',
	lost_reason: 'Lost Reason',
	reminder_note: 'Note of the Reminder',
	notes: 'Notes',
};

/** Returns what people call such a field. */
export function personalFieldLabel(name: PersonalDealField): string {
	return LABELS[name] ?? plainDealFields.find(({ key }) => key === name)?.label ?? name;
}
