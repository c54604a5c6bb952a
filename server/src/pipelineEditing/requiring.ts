import type { CustomField } from '../../../contract/types';
import type { Reader } from '../database/database';
import { atMost, sql } from '../database/sql';
import { nameOfCustomField } from '../forms/names';
import { listForms } from '../forms/store';
import { type ApiKey, listKeys } from '../keys/store';
import { hasKey } from './usage';

/** What runs already and is affected when a custom field becomes required. */
export type RequireImpact = {
	/** Keys that were used lately: what creates deals with them and sends no value is refused. */
	keys: ApiKey[];
	/** Lead forms of the pipeline that do not ask for the field: their deals come without a value. */
	forms: Array<{ id: string; name: string }>;
	/** The newest deals of the pipeline, and how many of them have no value. */
	newest: { deals: number; without: number };
};

const LATELY_MS = 30 * 24 * 60 * 60 * 1000;
const NEWEST = 200;

/** Returns what is affected when a field of a pipeline becomes required; a field that is new has no key yet. */
export async function loadRequireImpact(
	reader: Reader,
	workspaceId: string,
	{ pipeline_id, key }: Pick<CustomField, 'pipeline_id'> & { key: string | undefined },
	now: Date,
): Promise<RequireImpact> {
	const since = new Date(now.getTime() - LATELY_MS).toISOString();
	const keys = await listKeys(reader, workspaceId);
	const forms = await listForms(reader, workspaceId);
	const input = key === undefined ? undefined : nameOfCustomField(key);
	return {
		keys: keys.filter(({ last_used_at }) => last_used_at !== null && last_used_at >= since),
		forms: forms
			.filter((form) => form.pipeline_id === pipeline_id)
			.filter(({ fields }) => fields.every(({ name }) => name !== input)),
		newest: await newestDeals(reader, workspaceId, { pipeline_id, key }),
	};
}

/** Returns whether anything that runs already would notice. */
export function hasImpact({ keys, forms }: RequireImpact): boolean {
	return keys.length + forms.length > 0;
}

async function newestDeals(
	reader: Reader,
	workspaceId: string,
	{ pipeline_id, key }: { pipeline_id: string; key: string | undefined },
): Promise<RequireImpact['newest']> {
	const newest = sql`select custom_fields from deals
		where workspace_id = ${workspaceId} and pipeline_id = ${pipeline_id} order by id desc ${atMost(NEWEST)}`;
	const all = await reader.get<{ deals: number }>(
		sql`select count(*) as deals from (${newest}) as newest`,
	);
	const deals = Number(all?.deals ?? 0);
	if (key === undefined) return { deals, without: deals };
	const filled = await reader.get<{ deals: number }>(
		sql`select count(*) as deals from (${newest}) as newest where ${hasKey(key)}`,
	);
	return { deals, without: deals - Number(filled?.deals ?? 0) };
}
