import type { Reader } from '../database/database';
import { sql } from '../database/sql';

/** What the deals of a workspace can be narrowed by: labels, and email addresses of those responsible. */
export type BoardChoices = { labels: string[]; owners: string[] };

/** More than this nobody looks through. */
const MOST = 100;

/** Returns them in their order, each found by one look into the index behind the one before. */
export async function loadBoardChoices(reader: Reader, workspaceId: string): Promise<BoardChoices> {
	const labels = await reader.all<{ label: string }>(sql`
		with recursive each (key, number) as (
			select (select min(label_key) from deal_labels where workspace_id = ${workspaceId}), 1
			union all
			select (select min(label_key) from deal_labels
				where workspace_id = ${workspaceId} and label_key > each.key), each.number + 1
			from each where each.key is not null and each.number < ${MOST}
		)
		select (select label from deal_labels
			where workspace_id = ${workspaceId} and label_key = each.key order by deal_id limit 1) as label
		from each where each.key is not null`);
	const owners = await reader.all<{ owner: string }>(sql`
		with recursive each (key, number) as (
			select (select min(owner_key) from deals
				where workspace_id = ${workspaceId} and owner_key is not null), 1
			union all
			select (select min(owner_key) from deals
				where workspace_id = ${workspaceId} and owner_key > each.key), each.number + 1
			from each where each.key is not null and each.number < ${MOST}
		)
		select each.key as owner from each where each.key is not null`);
	return { labels: labels.map(({ label }) => label), owners: owners.map(({ owner }) => owner) };
}
