import { type Field, fields } from './fields';
import { schemas } from './schemas';
import type { Deal, DealInput } from './types';

/** Fields of a deal that have a rule of their own: what a new deal must have, what belongs together, what is looked up. */
const WITH_A_RULE = [
	'id',
	'name',
	'currency',
	'pipeline_id',
	'stage_id',
	'status',
	'lost_reason',
	'contact',
	'company',
	'custom_fields',
	'reminder',
] as const;

/** A field of a deal that is stored and shown as it was sent: absent leaves it unchanged, null clears it. */
export type PlainDealField = Exclude<keyof DealInput & keyof Deal, (typeof WITH_A_RULE)[number]>;

/** The fields of a deal that are stored and shown as they were sent, in the order of the contract. */
export const plainDealFields = fields(schemas.dealInput).filter(isPlain);

function isPlain(field: Field): field is Field & { key: PlainDealField } {
	const { key } = field;
	return key in schemas.deal.properties && !(WITH_A_RULE as readonly string[]).includes(key);
}
