import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Fluid } from '../../fluid';
import { newId } from '../../ids';
import { goTo } from '../../pages/message';
import { show } from '../../pages/show';
import type { Visit } from '../../pages/visit';
import { loadPipelines, type Pipeline } from '../../pipelines/store';
import type { FormSettings } from '../form';
import { postedOf, textIn } from '../posted';
import { askable } from '../questions';
import { findForm } from '../store';
import { act } from './actions';
import { type Builder, builderPage } from './builderPage';
import { checkDraft, type DraftFault, placeOf } from './checkDraft';
import { type Draft, draftOf, newDraft, readDraft } from './draft';
import { LIST, pathOf } from './paths';
import { preview } from './preview';
import { noSuchForm } from './routes';
import { saveChange, saveNew, stateOf } from './save';

type ById = { Params: { id: string } };

/** Making and changing a form. */
export function builder(pages: FastifyInstance, { database, now }: Fluid): void {
	pages.get(`${LIST}/new`, async ({ visit }, reply) => {
		const pipelines = await pipelinesOf(visit);
		const [pipeline] = pipelines;
		if (!pipeline) return goTo(reply, LIST);
		const draft = newDraft(pipeline.stages[0]?.id ?? '', askable(pipeline));
		const page = { ...newOne(newId('frm')), draft, pipelines, faults: [] };
		return show(reply, visit, builderPage(visit, page));
	});

	pages.post(`${LIST}/new`, async ({ visit, body }, reply) => {
		const formId = textIn(postedOf(body), 'form_id');
		return work(visit, reply, body, newOne(formId), async (settings) => {
			const id = await database.write((transaction) =>
				saveNew(transaction, visit.workspace.id, formId, settings, now()),
			);
			return goTo(reply, pathOf(id), `${settings.name} is ready. Put it on your website as below.`);
		});
	});

	pages.get<ById>(`${LIST}/:id/edit`, async ({ visit, params }, reply) => {
		const form = await findForm(database, visit.workspace.id, params.id);
		if (!form) throw noSuchForm();
		const pipelines = await pipelinesOf(visit);
		const pipeline = pipelines.find(({ id }) => id === form.pipeline_id) ?? { fields: [] };
		const draft = draftOf(form, askable(pipeline));
		const page = { ...oldOne(form.id, stateOf(form)), draft, pipelines, faults: [] };
		return show(reply, visit, builderPage(visit, page));
	});

	pages.post<ById>(`${LIST}/:id/edit`, async ({ visit, params, body }, reply) => {
		const form = await findForm(database, visit.workspace.id, params.id);
		if (!form) throw noSuchForm();
		const shown = textIn(postedOf(body), 'shown');
		return work(visit, reply, body, oldOne(form.id, shown), async (settings) => {
			const isSaved = await database.write((transaction) =>
				saveChange(transaction, form, shown, settings),
			);
			if (isSaved) return goTo(reply, pathOf(form.id), `${settings.name} was saved.`);
			const page = {
				...oldOne(form.id, stateOf(form)),
				draft: readDraft(postedOf(body)),
				pipelines: await pipelinesOf(visit),
				faults: [CHANGED_MEANWHILE],
			};
			return show(reply, visit, builderPage(visit, page), 409);
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

type Place = Pick<Builder, 'title' | 'path' | 'back' | 'hidden'>;

/** A new form has its id before it is sent, so that it is made once however often it is sent. */
function newOne(form_id: string): Place {
	return { title: 'New lead form', path: `${LIST}/new`, back: LIST, hidden: { form_id } };
}

function oldOne(id: string, shown: string): Place {
	const path = `${pathOf(id)}/edit`;
	return { title: 'Edit lead form', path, back: pathOf(id), hidden: { shown } };
}

const CHANGED_MEANWHILE: DraftFault = {
	input: '',
	detail:
		'It was changed by somebody else, or in another tab, since you opened this page. Nothing of yours is lost: compare it with the form as it is now, then save again to put yours in its place.',
};

function askableIn(draft: Draft, pipelines: Pipeline[]) {
	return askable(placeOf(draft, pipelines)?.pipeline ?? { fields: [] });
}
