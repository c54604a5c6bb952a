import { type Field, fields } from './fields';
import { ruledDealFields } from './ruledDealFields';
import { schemas } from './schemas';
import type { Deal, DealInput } from './types';

/** A field of a deal that is stored and shown as it was sent: absent leaves it unchanged, null clears it. */
export type PlainDealField = Exclude<
	keyof DealInput & keyof Deal,
	(typeof ruledDealFields)[number]
>;

/** The fields of a deal that are stored and shown as they were sent, in the order of the contract. */
export const plainDealFields = fields(schemas.dealInput).filter(isPlain);

function isPlain(field: Field): field is Field & { key: PlainDealField } {
	const { key } = field;
	return key in schemas.deal.properties && !(ruledDealFields as readonly string[]).includes(key);
}
