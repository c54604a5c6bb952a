import type { FastifyInstance } from 'fastify';
import type { CustomField, Pipeline as PipelineAnswer, Stage } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, type PageRequest, pageOf, readQuery } from '../http/paging';
import { loadPipelines, type LoadedPipeline, type StageRow } from './store';
import { unknownPipelineId } from './unknownId';

/** They are few, and dropdowns that show them ask once: unless a limit is given, one page holds them all. */
const ALL = Infinity;

/** Pipelines, stages and custom fields: what dropdowns show. */
export function pipelineRoutes(api: FastifyInstance, { database }: AppContext): void {
	api.get('/api-pipelines', async ({ apiKey, query }): Promise<List<PipelineAnswer>> => {
		const { page } = readQuery(query, [], 'pip', ALL);
		const found = await loadPipelines(database, apiKey.workspace_id);
		const shown = found.map(({ id, name, former_names }) => ({
			id,
			name,
			...(former_names && { former_names }),
		}));
		return pageOf(shown, page);
	});

	api.get('/api-stages', async ({ apiKey, query }): Promise<List<Stage>> => {
		const { found, page } = await chosen(apiKey.workspace_id, query, 'stg');
		const stages = found.flatMap((pipeline) => pipeline.stages.map(renderStage));
		return pageOf(stages, page);
	});

	api.get('/api-custom-fields', async ({ apiKey, query }): Promise<List<CustomField>> => {
		const { found, page } = await chosen(apiKey.workspace_id, query, 'fld');
		const fields = found.flatMap((pipeline) => pipeline.fields);
		return pageOf(fields, page);
	});

	async function chosen(
		workspaceId: string,
		query: unknown,
		kind: 'stg' | 'fld',
	): Promise<{ found: LoadedPipeline[]; page: PageRequest }> {
		const { page, filters } = readQuery(query, ['pipeline_id'], kind, ALL);
		const all = await loadPipelines(database, workspaceId);
		if (filters.pipeline_id === undefined) return { found: all, page };
		const found = all.filter(({ id }) => id === filters.pipeline_id);
		if (found.length === 0) throw unknownPipelineId(filters.pipeline_id);
		return { found, page };
	}
}

/** Counts the order from 1 without gaps, however stages were removed and moved. */
function renderStage({ id, name, pipeline_id, former_names }: StageRow, index: number): Stage {
	return { id, name, order: index + 1, pipeline_id, ...(former_names && { former_names }) };
}
