import type { Reader } from '../../../database/database';
import { sql } from '../../../database/sql';
import { loadPipelines, type LoadedPipeline } from '../../../pipelines/store';

/** What a webhook's filters can name. */
export type Choices = { pipelines: LoadedPipeline[]; forms: Array<{ id: string; name: string }> };

/** Returns what there is to choose from in a workspace. */
export async function loadChoices(reader: Reader, workspaceId: string): Promise<Choices> {
	const pipelines = await loadPipelines(reader, workspaceId);
	const forms = await reader.all<{ id: string; name: string }>(
		sql`select id, name from forms where workspace_id = ${workspaceId} order by name, id`,
	);
	return { pipelines, forms };
}
