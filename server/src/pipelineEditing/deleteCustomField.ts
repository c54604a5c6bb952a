import type { CustomField } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { atMost, sql } from '../database/sql';
import { changeMany } from '../deals/changeMany';
import { type Ingest, ingestDeal } from '../deals/ingest';
import { type AppContext, asOwnChange } from '../context';
import { listPipelines } from '../pipelines/store';
import { getField } from './fieldChanges';
import { changeCustomField, removeCustomField } from './store';
import { hasValueOf } from './usage';

/**
 * Deletes a custom field. The deals that have a value lose it first, each with its events, so that nothing vanishes
 * unseen and a later field with the same key begins empty. Returns how many deals had a value.
 */
export async function deleteCustomField(
	fluid: AppContext,
	workspaceId: string,
	field: CustomField,
): Promise<number> {
	// A required field's value cannot be cleared.
	await fluid.database.write(workspaceId, (transaction) =>
		changeCustomField(transaction, workspaceId, field, { ...field, required: false }),
	);
	return changeMany(fluid, workspaceId, {
		find: (reader, limit) => dealIdsWithValue(reader, field, limit),
		change: { custom_fields: { [field.key]: null } },
		last: (transaction) => removeField(transaction, workspaceId, field),
	});
}

/** How many deals lose their value in one transaction: others wait for ten seconds to write, then they are refused. */
export const MOST_IN_ONE = 10_000;

/** Like `deleteCustomField`, within a change that does more: of a field that `MOST_IN_ONE` deals have at most. */
export async function deleteCustomFieldIn(ingest: Ingest, field: CustomField): Promise<number> {
	const { transaction, workspaceId } = ingest;
	await changeCustomField(transaction, workspaceId, field, { ...field, required: false });
	const ids = await dealIdsWithValue(transaction, field, MOST_IN_ONE);
	for (const id of ids.sort())
		await ingestDeal(asOwnChange(ingest), { id, custom_fields: { [field.key]: null } });
	await removeField(transaction, workspaceId, field);
	return ids.length;
}

async function removeField(
	transaction: Transaction,
	workspaceId: string,
	{ id }: CustomField,
): Promise<void> {
	const { pipeline, field } = getField(await listPipelines(transaction, workspaceId), id);
	await removeCustomField(transaction, workspaceId, pipeline, field);
}

async function dealIdsWithValue(
	reader: Reader,
	field: CustomField,
	limit: number,
): Promise<string[]> {
	const rows = await reader.all<{ id: string }>(sql`
		select id from deals where ${hasValueOf(field)} ${atMost(limit)}`);
	return rows.map(({ id }) => id);
}
