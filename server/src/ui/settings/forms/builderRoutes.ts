import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppContext } from '../../../context';
import { newId } from '../../../values/ids';
import { conflictNote, savedSentence } from '../../kit/conflictNote';
import { MARKS, marksOf, merge } from '../../kit/merge';
import { faultsOf } from '../../kit/faults';
import { redirectWithFlash } from '../../kit/flash';
import { sendPage } from '../../kit/sendPage';
import { loadPipelines, type LoadedPipeline } from '../../../pipelines/store';
import type { FormSettings } from '../../../forms/form';
import { postedOf, textIn } from '../../../forms/posted';
import { availableFields } from '../../../forms/questions';
import { act, type Acted } from './actions';
import { builderPage } from './builderPage';
import { checkDraft, draftStage } from './checkDraft';
import { type Draft, draftOf, newDraft, readDraft } from './draft';
import { draftConflictLabels, draftWith, draftValues } from './draftValues';
import { LIST, pathOf } from './paths';
import { preview } from './preview';
import { saveChange, saveNew } from './save';
import type { PageContext } from '../../kit/pageContext';
import type { Builder } from './builder';
import { getForm } from './getForm';

type ById = { Params: { id: string } };

/** Making and changing a form. */
export function builderPages(pages: FastifyInstance, { database, now }: AppContext): void {
	pages.get(`${LIST}/new`, async ({ pageContext }, reply) => {
		const pipelines = await loadPipelinesWithStages(pageContext);
		const [pipeline] = pipelines;
		if (!pipeline) return redirectWithFlash(reply, LIST);
		const draft = newDraft(pipeline.stages[0]?.id ?? '', availableFields(pipeline));
		const page = { ...newOne(newId('frm')), draft, pipelines, faults: [] };
		return sendPage(reply, pageContext, builderPage(pageContext, page));
	});

	pages.post(`${LIST}/new`, async ({ pageContext, body }, reply) => {
		const formId = textIn(postedOf(body), 'form_id');
		const place = newOne(formId);
		const acted = await pressed(pageContext, body);
		if (acted) return showDraft(pageContext, reply, { ...place, ...acted });
		const page = { ...place, draft: readDraft(postedOf(body)) };
		return save(pageContext, reply, page, async (settings) => {
			const id = await database.write(pageContext.workspace.id, (transaction) =>
				saveNew(transaction, pageContext.workspace.id, formId, settings, now()),
			);
			return redirectWithFlash(
				reply,
				pathOf(id),
				`${settings.name} is ready. Put it on your website as below.`,
			);
		});
	});

	pages.get<ById>(`${LIST}/:id/edit`, async ({ pageContext, params }, reply) => {
		const { form, draft, pipelines } = await opened(pageContext, params.id);
		const page = { ...oldOne(form.id, marksOf(draftValues(draft))), draft, pipelines, faults: [] };
		return sendPage(reply, pageContext, builderPage(pageContext, page));
	});

	pages.post<ById>(`${LIST}/:id/edit`, async ({ pageContext, params, body }, reply) => {
		const { form, draft, pipelines } = await opened(pageContext, params.id);
		const posted = postedOf(body);
		const place = oldOne(form.id, textIn(posted, MARKS));
		const acted = await pressed(pageContext, body);
		if (acted) return showDraft(pageContext, reply, { ...place, ...acted });

		const compared = { sent: draftValues(readDraft(posted)), saved: draftValues(draft) };
		const merged = merge({ marks: posted[MARKS], ...compared });
		const labels = draftConflictLabels(pipelines);
		const page = { ...oldOne(form.id, marksOf(compared.saved)), draft: draftWith(merged.values) };
		if (merged.conflicts.length > 0) {
			const conflict = conflictNote('lead form', merged, compared, labels);
			return sendPage(
				reply,
				pageContext,
				builderPage(pageContext, { ...page, pipelines, faults: [], conflict }),
				409,
			);
		}
		return save(pageContext, reply, page, async (settings) => {
			try {
				await database.write(pageContext.workspace.id, (transaction) =>
					saveChange(transaction, form, settings),
				);
			} catch (reason) {
				const faults = [...faultsOf(reason)].map(([pointer, detail]) => ({ pointer, detail }));
				const again = { ...page, pipelines, faults };
				return sendPage(reply, pageContext, builderPage(pageContext, again), 409);
			}
			const said = savedSentence(`${settings.name} was saved.`, merged, labels);
			return redirectWithFlash(reply, pathOf(form.id), said);
		});
	});

	pages.post(`${LIST}/preview`, async ({ pageContext, body }, reply) => {
		const shown = preview(readDraft(postedOf(body)), await loadPipelinesWithStages(pageContext));
		return reply.type('text/html; charset=utf-8').send(shown.toString());
	});

	/** The draft after the button that was pressed, when it is one that does not save. */
	async function pressed(pageContext: PageContext, body: unknown): Promise<Acted | undefined> {
		const posted = postedOf(body);
		const draft = readDraft(posted);
		const known = availableFieldsIn(draft, await loadPipelinesWithStages(pageContext));
		return act(draft, textIn(posted, 'action'), textIn(posted, 'add'), known);
	}

	async function showDraft(pageContext: PageContext, reply: FastifyReply, page: Place & Acted) {
		const pipelines = await loadPipelinesWithStages(pageContext);
		return sendPage(
			reply,
			pageContext,
			builderPage(pageContext, { ...page, pipelines, faults: [] }),
		);
	}

	/** Saves the draft, or says what is wrong with it. */
	async function save(
		pageContext: PageContext,
		reply: FastifyReply,
		page: Place & { draft: Draft },
		keep: (settings: FormSettings) => Promise<FastifyReply>,
	): Promise<FastifyReply> {
		const pipelines = await loadPipelinesWithStages(pageContext);
		const { settings, faults } = checkDraft(page.draft, pipelines);
		if (settings) return keep(settings);
		const focus = faults[0]?.pointer.slice(1);
		return sendPage(
			reply,
			pageContext,
			builderPage(pageContext, { ...page, pipelines, faults, focus }),
			422,
		);
	}

	/** A form as it is saved, and as the builder shows it. */
	async function opened(pageContext: PageContext, id: string) {
		const form = await getForm(database, pageContext.workspace.id, id);
		const pipelines = await loadPipelinesWithStages(pageContext);
		const pipeline = pipelines.find((each) => each.id === form.pipeline_id) ?? { fields: [] };
		return { form, pipelines, draft: draftOf(form, availableFields(pipeline)) };
	}

	/** A pipeline without a stage has no place for deals. */
	async function loadPipelinesWithStages({ workspace }: PageContext): Promise<LoadedPipeline[]> {
		const pipelines = await loadPipelines(database, workspace.id);
		return pipelines.filter(({ stages }) => stages.length > 0);
	}
}

type Place = Pick<Builder, 'title' | 'path' | 'back' | 'hidden'>;

/** A new form has its id before it is sent, so that it is made once however often it is sent. */
function newOne(form_id: string): Place {
	return { title: 'New lead form', path: `${LIST}/new`, back: LIST, hidden: { form_id } };
}

function oldOne(id: string, marks: string): Place {
	const path = `${pathOf(id)}/edit`;
	return { title: 'Edit lead form', path, back: pathOf(id), hidden: { [MARKS]: marks } };
}

function availableFieldsIn(draft: Draft, pipelines: LoadedPipeline[]) {
	return availableFields(draftStage(draft, pipelines)?.pipeline ?? { fields: [] });
}
