import type { FastifyInstance } from 'fastify';
import type { Deal, InputError, Note } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, listOf, readQuery } from '../http/paging';
import { loadPipelines } from '../pipelines/store';
import { invalidInput, problem } from '../problems/problems';
import { writeContext } from './change';
import { deleteDeal, noDeal } from './delete';
import { listNotes } from './notes';
import { renderDeal } from './render';
import { type DealSearch, findDeal, listDeals } from './store';

const FILTERS = [
	'email',
	'external_id',
	'q',
	'pipeline_id',
	'stage_id',
	'status',
	'updated_since',
] as const;

/** Finding, reading and deleting deals. */
export function deals(api: FastifyInstance, fluid: AppContext): void {
	const { database, publicUrl, now } = fluid;

	api.get('/api-deals', async ({ apiKey, query }): Promise<List<Deal>> => {
		const { page, filters } = readQuery(query, FILTERS, 'deal');
		const pipelines = await loadPipelines(database, apiKey.workspace_id);
		const search = checkSearch(filters, pipelines);
		const found = await listDeals(database, apiKey.workspace_id, {
			...search,
			...page,
			limit: page.limit + 1,
		});
		const view = { pipelines, publicUrl: publicUrl(), now: now() };
		return listOf(
			found,
			page,
			({ row }) => row.id,
			(deal) => renderDeal(deal, view),
		);
	});

	api.get<{ Params: { id: string } }>(
		'/api-deals/:id',
		async ({ apiKey, params }): Promise<Deal> => {
			const deal = await findDeal(database, apiKey.workspace_id, params.id);
			if (!deal) throw problem('deal_not_found', noDeal(params.id), { params: { id: params.id } });
			const pipelines = await loadPipelines(database, apiKey.workspace_id);
			return renderDeal(deal, { pipelines, publicUrl: publicUrl(), now: now() });
		},
	);

	api.get<{ Params: { id: string } }>(
		'/api-deals/:id/notes',
		async ({ apiKey, params, query }): Promise<List<Note>> => {
			const { page } = readQuery(query, [], 'note');
			const deal = await findDeal(database, apiKey.workspace_id, params.id);
			if (!deal) throw problem('deal_not_found', noDeal(params.id), { params: { id: params.id } });
			const notes = await listNotes(database, params.id, { ...page, limit: page.limit + 1 });
			return listOf(
				notes,
				page,
				({ id }) => id,
				({ id: _id, ...note }) => note,
			);
		},
	);

	api.delete<{ Params: { id: string } }>('/api-deals/:id', async ({ apiKey, params }, reply) => {
		await database.write((transaction) =>
			deleteDeal(writeContext(fluid, transaction, apiKey.workspace_id), params.id),
		);
		return reply.code(204).send();
	});
}

type Filters = Partial<Record<(typeof FILTERS)[number], string>>;
type Pipelines = Awaited<ReturnType<typeof loadPipelines>>;

function checkSearch(filters: Filters, pipelines: Pipelines): Omit<DealSearch, 'limit' | 'cursor'> {
	const { pipeline_id, stage_id, status } = filters;
	if (pipeline_id !== undefined && !pipelines.some(({ id }) => id === pipeline_id)) {
		throw problem('pipeline_not_found');
	}
	const stages = pipelines.flatMap((pipeline) => pipeline.stages);
	if (stage_id !== undefined && !stages.some(({ id }) => id === stage_id))
		throw problem('stage_not_found');

	const errors: InputError[] = [];
	if (status !== undefined && !['open', 'won', 'lost'].includes(status)) {
		errors.push({
			pointer: '/status',
			detail: `"status" must be open, won or lost, not "${status}".`,
		});
	}
	if (errors.length > 0) throw invalidInput(errors);
	return filters;
}
