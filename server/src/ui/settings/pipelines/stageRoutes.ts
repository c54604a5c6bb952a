import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { faultsOf, NO_FAULTS } from '../../kit/faults';
import { redirectWithFlash } from '../../kit/flash';
import { nameFrom } from '../../kit/name';
import { sendPage } from '../../kit/sendPage';
import { changeStageName, getStage, placeStage } from '../../../pipelineEditing/changes';
import { deleteStagePage } from './deletePages';
import { deleteStage } from '../../../pipelineEditing/deleteStage';
import { PIPELINES, STAGES } from './pipelinesPage';
import { listHandlers } from './listHandlers';
import { loadPipelines } from '../../../pipelines/store';
import { stageUsage } from '../../../pipelineEditing/usage';
import type { PageContext } from '../../kit/pageContext';

type ById = { Params: { id: string } };
type Named = { Body: { name?: string } };
type Position = { Body: { position?: string }; Querystring: { way?: string } };
type Target = { Body: { target_id?: string } };

/** Settings > Pipelines: naming, ordering and deleting stages. */
export function stagePages(pages: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;
	const { change } = listHandlers(fluid);

	pages.post<ById & Named>(`${STAGES}/:id/rename`, async ({ pageContext, params, body }, reply) => {
		const form = { of: params.id, name: body.name ?? '' };
		return change(pageContext, reply, form, async (place) => {
			const name = nameFrom(body.name, 'Contacted');
			const before = await changeStageName(place, params.id, name);
			return { said: `The stage "${before.name}" is now called "${name}".`, about: params.id };
		});
	});

	pages.post<ById & Position>(
		`${STAGES}/:id/move`,
		async ({ pageContext, params, body, query }, reply) =>
			change(pageContext, reply, { of: params.id, name: '' }, async (place) => {
				const position = Number(body.position);
				const { name } = await placeStage(place, params.id, position);
				return { said: `"${name}" is now stage ${position}.`, about: params.id, way: query.way };
			}),
	);

	pages.get<ById>(`${STAGES}/:id/delete`, async ({ pageContext, params }, reply) =>
		sendPage(reply, pageContext, await question(pageContext, params.id)),
	);

	pages.post<ById & Target>(
		`${STAGES}/:id/delete`,
		async ({ pageContext, params, body }, reply) => {
			const workspaceId = pageContext.workspace.id;
			const place = getStage(await loadPipelines(database, workspaceId), params.id);
			const target = place.pipeline.stages.find(({ id }) => id === body.target_id);
			const deletion = { stageId: params.id, targetId: target?.id };
			try {
				const moved = await deleteStage(fluid, workspaceId, deletion);
				const deals = moved === 1 ? 'One deal' : `${moved.toLocaleString('en')} deals`;
				const rest = moved > 0 ? ` ${deals} moved to "${target?.name}".` : '';
				return redirectWithFlash(
					reply,
					PIPELINES,
					`The stage "${place.stage.name}" is deleted.${rest}`,
				);
			} catch (reason) {
				return sendPage(
					reply,
					pageContext,
					await question(pageContext, params.id, faultsOf(reason)),
					422,
				);
			}
		},
	);

	async function question(pageContext: PageContext, id: string, faults = NO_FAULTS) {
		const place = getStage(await loadPipelines(database, pageContext.workspace.id), id);
		const users = await stageUsage(database, pageContext.workspace.id, place.stage);
		return deleteStagePage(pageContext, { ...place, users, faults });
	}
}
