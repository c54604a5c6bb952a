import { plainDealFields, type PlainDealField } from '../../../contract/plainDealFields';
import type { CustomFieldValue, Deal } from '../../../contract/types';
import type { SqlValue } from '../database/sql';

/** A deal as it is stored: a column each. */
export type DealRow = Pick<
	Deal,
	| PlainDealField
	| 'id'
	| 'name'
	| 'currency'
	| 'status'
	| 'lost_reason'
	| 'pipeline_id'
	| 'stage_id'
	| 'created_at'
	| 'updated_at'
> & {
	contact_id: string | null;
	company_id: string | null;
	custom_fields: Record<string, CustomFieldValue>;
	reminder_at: string | null;
	reminder_note: string | null;
	/** How many there are. */
	notes: number;
};

/** The columns that are no field of a deal as it was sent, and whether each holds JSON. */
const OTHERS: Record<Exclude<keyof DealRow, PlainDealField>, boolean> = {
	id: false,
	name: false,
	currency: false,
	status: false,
	lost_reason: false,
	pipeline_id: false,
	stage_id: false,
	contact_id: false,
	company_id: false,
	custom_fields: true,
	reminder_at: false,
	reminder_note: false,
	notes: false,
	created_at: false,
	updated_at: false,
};

const holdsJson = new Map<keyof DealRow, boolean>([
	...(Object.entries(OTHERS) as Array<[keyof DealRow, boolean]>),
	...plainDealFields.map(({ key, type }) => [key, type === 'list' || type === 'links'] as const),
]);

/** The names of the columns, and of those that can change. */
export const columns = [...holdsJson.keys()];
export const changingColumns = columns.filter((name) => name !== 'id' && name !== 'created_at');

/** Returns the values of a deal in the order of the columns. */
export function columnValues(row: DealRow, names: Array<keyof DealRow>): SqlValue[] {
	return names.map((name) => {
		const value = row[name];
		return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
	});
}

/** Returns the deal that was read from the columns. */
export function fromColumns(stored: Record<string, SqlValue>): DealRow {
	const row: Record<string, unknown> = {};
	for (const name of columns)
		row[name] = holdsJson.get(name) ? JSON.parse(stored[name] as string) : stored[name];
	return row as DealRow;
}
