import type { FastifyInstance } from 'fastify';
import type { Deal, InputError, Note } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, listOf, readQuery } from '../http/paging';
import { loadPipelines } from '../pipelines/store';
import { unknownPipelineId, unknownStageId } from '../pipelines/unknownId';
import { inQuotes } from '../../../contract/nearest';
import { invalidInput } from '../problems/problems';
import { isEmail } from '../values/email';
import { isId } from '../values/ids';
import { deleteDeal } from './delete';
import { getDeal } from './get';
import { listNotes } from './notes';
import { renderDeal } from './render';
import { findDealIds } from './findIds';
import { type DealFilters, type DealOrder, type DealPlace } from './search';
import { findDeals, type StoredDeal } from './store';

const FILTERS = [
	'email',
	'external_id',
	'q',
	'pipeline_id',
	'stage_id',
	'status',
	'reminder',
	'label',
	'owner_email',
	'contact_id',
	'company_id',
	'created_since',
	'updated_since',
	'closed_since',
	'sort',
] as const;

/** Finding, reading and deleting deals. */
export function dealRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database, publicUrl, now } = fluid;

	api.get('/api-deals', async ({ apiKey, query }): Promise<List<Deal>> => {
		const sort = orderOf(query);
		const { page, filters } = readQuery(query, FILTERS, sort === 'newest' ? 'deal' : sort);
		const pipelines = await loadPipelines(database, apiKey.workspace_id);
		checkSearch(filters, pipelines);
		const { deals, isMore } = await existing(page.limit, (limit) =>
			findDealIds(database, apiKey.workspace_id, {
				...filters,
				sort,
				after: placeOf(page.cursor),
				limit,
				pipelines,
				now: now(),
			}),
		);
		const view = { pipelines, publicUrl: publicUrl(), now: now() };
		const last = deals.at(-1);
		return {
			data: deals.map((deal) => renderDeal(deal, view)),
			next_cursor: isMore && last ? cursorAt(last, sort) : null,
		};
	});

	/**
	 * Reads the deals of a page. Some may be deleted between the look for their ids and that for themselves: whether there
	 * are more is known from the ids, and where none of the page is left, the next ones take their place.
	 */
	async function existing(limit: number, find: (limit: number) => Promise<string[]>) {
		for (;;) {
			const ids = await find(limit + 1);
			const deals = await findDeals(database, ids.slice(0, limit));
			const isMore = ids.length > limit;
			if (deals.length > 0 || !isMore) return { deals, isMore };
		}
	}

	api.get<{ Params: { id: string } }>(
		'/api-deals/:id',
		async ({ apiKey, params }): Promise<Deal> => {
			const deal = await getDeal(database, apiKey.workspace_id, params.id);
			const pipelines = await loadPipelines(database, apiKey.workspace_id);
			return renderDeal(deal, { pipelines, publicUrl: publicUrl(), now: now() });
		},
	);

	api.get<{ Params: { id: string } }>(
		'/api-deals/:id/notes',
		async ({ apiKey, params, query }): Promise<List<Note>> => {
			const { page } = readQuery(query, [], 'note');
			await getDeal(database, apiKey.workspace_id, params.id);
			const notes = await listNotes(database, apiKey.workspace_id, params.id, {
				...page,
				limit: page.limit + 1,
			});
			return listOf(
				notes,
				page,
				({ id }) => id,
				({ id: _id, ...note }) => note,
			);
		},
	);

	api.delete<{ Params: { id: string } }>(
		'/api-deals/:id',
		async ({ apiKey, maker, params }, reply) => {
			await fluid.write(apiKey.workspace_id, (context) => deleteDeal(context, params.id), maker);
			return reply.code(204).send();
		},
	);
}

type Filters = Partial<Record<(typeof FILTERS)[number], string>>;
type Pipelines = Awaited<ReturnType<typeof loadPipelines>>;

const CHOICES: Partial<Record<keyof DealFilters | 'sort', string[]>> = {
	status: ['open', 'won', 'lost'],
	reminder: ['overdue', 'due_today', 'scheduled', 'none'],
	sort: ['newest', 'due', 'updated'],
};

/** What has the form of an ID or address and belongs to nobody (any more) finds nothing; what has another is a mistake. */
const FORMS: Partial<Record<keyof DealFilters, { is: (text: string) => boolean; form: string }>> = {
	contact_id: {
		is: (text) => isId('con', text),
		form: 'the ID of a contact, which begins with con_',
	},
	company_id: {
		is: (text) => isId('com', text),
		form: 'the ID of a company, which begins with com_',
	},
	owner_email: {
		is: (text) => isEmail(text.trim()),
		form: 'an email address such as grace@agency.example',
	},
};

function checkSearch(filters: Filters, pipelines: Pipelines): void {
	const { pipeline_id, stage_id } = filters;
	if (pipeline_id !== undefined && !pipelines.some(({ id }) => id === pipeline_id))
		throw unknownPipelineId(pipeline_id);
	const stages = pipelines.flatMap((pipeline) => pipeline.stages);
	if (stage_id !== undefined && !stages.some(({ id }) => id === stage_id))
		throw unknownStageId(stage_id);

	const malformed = Object.entries(FORMS).flatMap(([name, { is, form }]): InputError[] => {
		const given = filters[name as keyof Filters];
		if (given === undefined || is(given)) return [];
		return [{ pointer: `/${name}`, detail: `"${name}" must be ${form}, not ${inQuotes(given)}.` }];
	});
	const choices = Object.entries(CHOICES).flatMap(([name, values]): InputError[] => {
		const given = filters[name as keyof Filters];
		if (given === undefined || values.includes(given)) return [];
		const any = `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
		return [{ pointer: `/${name}`, detail: `"${name}" must be ${any}, not ${inQuotes(given)}.` }];
	});
	const errors = [...malformed, ...choices];
	if (errors.length > 0) throw invalidInput(errors);
}

/** Read before the rest, since a cursor is another one in each order. */
function orderOf(query: unknown): DealOrder {
	const { sort } = query as { sort?: unknown };
	return sort === 'due' || sort === 'updated' ? sort : 'newest';
}

function placeOf(cursor: string | undefined): DealPlace | undefined {
	const [, at = '', id = ''] = /^(?:[a-z]+_([^_]+)_)?(deal_.*)$/.exec(cursor ?? '') ?? [];
	return id === '' ? undefined : { at, id };
}

function cursorAt({ row }: StoredDeal, sort: DealOrder): string {
	if (sort === 'newest') return row.id;
	return `${sort}_${sort === 'due' ? row.reminder_at : row.updated_at}_${row.id}`;
}
