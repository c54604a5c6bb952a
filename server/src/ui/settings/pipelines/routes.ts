import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { faultsOf, NO_FAULTS } from '../../kit/faults';
import { linesOf } from '../../kit/lines';
import { redirectWithFlash } from '../../kit/flash';
import { nameFrom } from '../../kit/name';
import { sendPage } from '../../kit/sendPage';
import {
	addPipeline,
	addStage,
	changePipelineName,
	getPipeline,
	placePipeline,
} from '../../../pipelineEditing/changes';
import { deletePipeline } from '../../../pipelineEditing/deletePipeline';
import { deletePipelinePage } from './deletePages';
import { PIPELINES } from './pipelinesPage';
import { listHandlers } from './listHandlers';
import { loadPipelines } from '../../../pipelines/store';
import { pipelineUsage } from '../../../pipelineEditing/usage';

type ById = { Params: { id: string } };
type Moved = { Querystring: { moved?: string; way?: string; rename?: string } };
type Named = { Body: { name?: string; stages?: string } };
type Position = { Body: { position?: string }; Querystring: { way?: string } };

/** Settings > Pipelines: making, naming, ordering and deleting pipelines, and adding stages to them. */
export function pipelinePages(pages: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;
	const { list, change } = listHandlers(fluid);

	pages.get<Moved>(PIPELINES, async ({ pageContext, query }, reply) => {
		const { moved, way, rename } = query;
		const form = typeof rename === 'string' ? { of: rename, faults: NO_FAULTS } : undefined;
		return sendPage(
			reply,
			pageContext,
			await list(pageContext, { form, pressed: { id: moved, way } }),
		);
	});

	pages.post<Named>(PIPELINES, async ({ pageContext, body }, reply) => {
		const form = { of: 'new', name: body.name ?? '', stages: body.stages ?? '' };
		return change(pageContext, reply, form, async (place) => {
			const name = nameFrom(body.name, 'Sales');
			const stages = linesOf(body.stages).map((stage) => nameFrom(stage, 'New lead'));
			await addPipeline(place, { name, stages });
			return { said: `The pipeline "${name}" is ready.` };
		});
	});

	pages.post<ById & Named>(
		`${PIPELINES}/:id/rename`,
		async ({ pageContext, params, body }, reply) => {
			const form = { of: params.id, name: body.name ?? '' };
			return change(pageContext, reply, form, async (place) => {
				const name = nameFrom(body.name, 'Sales');
				const before = await changePipelineName(place, params.id, name);
				return { said: `The pipeline "${before.name}" is now called "${name}".` };
			});
		},
	);

	pages.post<ById & Position>(
		`${PIPELINES}/:id/move`,
		async ({ pageContext, params, body, query }, reply) =>
			change(pageContext, reply, { of: params.id, name: '' }, async (place) => {
				const position = Number(body.position);
				const { name } = await placePipeline(place, params.id, position);
				const said = `The pipeline "${name}" is now at position ${position}.`;
				return { said, about: params.id, way: query.way };
			}),
	);

	pages.post<ById & Named>(
		`${PIPELINES}/:id/stages`,
		async ({ pageContext, params, body }, reply) => {
			const form = { of: `stages of ${params.id}`, name: body.name ?? '' };
			return change(pageContext, reply, form, async (place) => {
				const name = nameFrom(body.name, 'Contacted');
				await addStage(place, params.id, name);
				return { said: `The stage "${name}" was added at the end.`, about: params.id };
			});
		},
	);

	pages.get<ById>(`${PIPELINES}/:id/delete`, async ({ pageContext, params }, reply) => {
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		const pipeline = getPipeline(pipelines, params.id);
		const users = await pipelineUsage(database, pageContext.workspace.id, pipeline);
		return sendPage(reply, pageContext, deletePipelinePage(pageContext, pipeline, users));
	});

	pages.post<ById>(`${PIPELINES}/:id/delete`, async ({ pageContext, params }, reply) => {
		const workspaceId = pageContext.workspace.id;
		try {
			const name = await database.write(workspaceId, (transaction) =>
				deletePipeline(transaction, workspaceId, params.id, now()),
			);
			return redirectWithFlash(reply, PIPELINES, `The pipeline "${name}" is deleted.`);
		} catch (reason) {
			// It got a deal or a form since the question was asked; the page says what to do now.
			faultsOf(reason);
			const pipeline = getPipeline(await loadPipelines(database, workspaceId), params.id);
			const users = await pipelineUsage(database, workspaceId, pipeline);
			return sendPage(reply, pageContext, deletePipelinePage(pageContext, pipeline, users), 422);
		}
	});
}
