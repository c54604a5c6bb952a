import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Fluid } from '../../fluid';
import { goTo } from '../../pages/message';
import { show } from '../../pages/show';
import type { Visit } from '../../pages/visit';
import { loadPipelines, type Pipeline } from '../../pipelines/store';
import type { FormSettings } from '../form';
import { postedOf, textIn } from '../posted';
import { askable } from '../questions';
import { findForm, insertForm, updateForm } from '../store';
import { act } from './actions';
import { type Builder, builderPage } from './builderPage';
import { checkDraft, placeOf } from './checkDraft';
import { type Draft, draftOf, newDraft, readDraft } from './draft';
import { LIST, pathOf } from './paths';
import { preview } from './preview';
import { noSuchForm } from './routes';

type ById = { Params: { id: string } };

/** Making and changing a form. */
export function builder(pages: FastifyInstance, { database, now }: Fluid): void {
	pages.get(`${LIST}/new`, async ({ visit }, reply) => {
		const pipelines = await pipelinesOf(visit);
		const [pipeline] = pipelines;
		if (!pipeline) return goTo(reply, LIST);
		const draft = newDraft(pipeline.stages[0]?.id ?? '', askable(pipeline));
		return show(reply, visit, builderPage(visit, { ...newOne, draft, pipelines, faults: [] }));
	});

	pages.post(`${LIST}/new`, async ({ visit, body }, reply) =>
		work(visit, reply, body, newOne, async (settings) => {
			const workspaceId = visit.workspace.id;
			const id = await database.write((transaction) =>
				insertForm(transaction, workspaceId, settings, now()),
			);
			return goTo(reply, pathOf(id), `${settings.name} is ready. Put it on your website as below.`);
		}),
	);

	pages.get<ById>(`${LIST}/:id/edit`, async ({ visit, params }, reply) => {
		const form = await findForm(database, visit.workspace.id, params.id);
		if (!form) throw noSuchForm();
		const pipelines = await pipelinesOf(visit);
		const pipeline = pipelines.find(({ id }) => id === form.pipeline_id) ?? { fields: [] };
		const draft = draftOf(form, askable(pipeline));
		const page = { ...oldOne(form.id), draft, pipelines, faults: [] };
		return show(reply, visit, builderPage(visit, page));
	});

	pages.post<ById>(`${LIST}/:id/edit`, async ({ visit, params, body }, reply) => {
		const form = await findForm(database, visit.workspace.id, params.id);
		if (!form) throw noSuchForm();
		return work(visit, reply, body, oldOne(form.id), async (settings) => {
			await database.write((transaction) =>
				updateForm(transaction, visit.workspace.id, form.id, settings),
			);
			return goTo(reply, pathOf(form.id), `${settings.name} was saved.`);
		});
	});

	pages.post(`${LIST}/preview`, async ({ visit, body }, reply) => {
		const shown = preview(readDraft(postedOf(body)), await pipelinesOf(visit));
		return reply.type('text/html; charset=utf-8').send(shown.toString());
	});

	/** Does what the pressed button says: changes the draft, or saves it. */
	async function work(
		visit: Visit,
		reply: FastifyReply,
		body: unknown,
		place: Place,
		save: (settings: FormSettings) => Promise<FastifyReply>,
	): Promise<FastifyReply> {
		const posted = postedOf(body);
		const draft = readDraft(posted);
		const pipelines = await pipelinesOf(visit);
		const acted = act(
			draft,
			textIn(posted, 'action'),
			textIn(posted, 'add'),
			askableIn(draft, pipelines),
		);
		if (acted) {
			return show(reply, visit, builderPage(visit, { ...place, ...acted, pipelines, faults: [] }));
		}
		const { settings, faults } = checkDraft(draft, pipelines);
		if (settings) return save(settings);
		const focus = faults[0]?.input;
		return show(
			reply,
			visit,
			builderPage(visit, { ...place, draft, pipelines, faults, focus }),
			422,
		);
	}

	/** A pipeline without a stage has no place for deals. */
	async function pipelinesOf({ workspace }: Visit): Promise<Pipeline[]> {
		const pipelines = await loadPipelines(database, workspace.id);
		return pipelines.filter(({ stages }) => stages.length > 0);
	}
}

type Place = Pick<Builder, 'title' | 'path' | 'back'>;

const newOne: Place = { title: 'New lead form', path: `${LIST}/new`, back: LIST };

function oldOne(id: string): Place {
	return { title: 'Edit lead form', path: `${pathOf(id)}/edit`, back: pathOf(id) };
}

function askableIn(draft: Draft, pipelines: Pipeline[]) {
	return askable(placeOf(draft, pipelines)?.pipeline ?? { fields: [] });
}
