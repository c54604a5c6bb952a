import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppContext } from '../../../context';
import { newId } from '../../../values/ids';
import { conflictNote, savedSentence } from '../../kit/conflictNote';
import { MARKS, marksOf, merge } from '../../kit/merge';
import { redirectWithFlash } from '../../kit/message';
import { sendPage } from '../../kit/show';
import { loadPipelines, type Pipeline } from '../../../pipelines/store';
import type { FormSettings } from '../../../forms/form';
import { postedOf, textIn } from '../../../forms/posted';
import { askable } from '../../../forms/questions';
import { findForm } from '../../../forms/store';
import { act, type Acted } from './actions';
import { builderPage } from './builderPage';
import { checkDraft, type DraftFault, draftStage } from './checkDraft';
import { type Draft, draftOf, newDraft, readDraft } from './draft';
import { draftTold, draftWith, draftValues } from './draftValues';
import { LIST, pathOf } from './paths';
import { preview } from './preview';
import { saveChange, saveNew } from './save';
import type { PageContext } from '../../kit/pageContext';
import type { Builder } from './builder';
import { noSuchForm } from './noSuchForm';

type ById = { Params: { id: string } };

/** Making and changing a form. */
export function builder(pages: FastifyInstance, { database, now }: AppContext): void {
	pages.get(`${LIST}/new`, async ({ visit }, reply) => {
		const pipelines = await pipelinesOf(visit);
		const [pipeline] = pipelines;
		if (!pipeline) return redirectWithFlash(reply, LIST);
		const draft = newDraft(pipeline.stages[0]?.id ?? '', askable(pipeline));
		const page = { ...newOne(newId('frm')), draft, pipelines, faults: [] };
		return sendPage(reply, visit, builderPage(visit, page));
	});

	pages.post(`${LIST}/new`, async ({ visit, body }, reply) => {
		const formId = textIn(postedOf(body), 'form_id');
		const place = newOne(formId);
		const acted = await pressed(visit, body);
		if (acted) return showDraft(visit, reply, { ...place, ...acted });
		const page = { ...place, draft: readDraft(postedOf(body)) };
		return save(visit, reply, page, async (settings) => {
			const id = await database.write((transaction) =>
				saveNew(transaction, visit.workspace.id, formId, settings, now()),
			);
			return redirectWithFlash(
				reply,
				pathOf(id),
				`${settings.name} is ready. Put it on your website as below.`,
			);
		});
	});

	pages.get<ById>(`${LIST}/:id/edit`, async ({ visit, params }, reply) => {
		const { form, draft, pipelines } = await opened(visit, params.id);
		const page = { ...oldOne(form.id, marksOf(draftValues(draft))), draft, pipelines, faults: [] };
		return sendPage(reply, visit, builderPage(visit, page));
	});

	pages.post<ById>(`${LIST}/:id/edit`, async ({ visit, params, body }, reply) => {
		const { form, draft, pipelines } = await opened(visit, params.id);
		const posted = postedOf(body);
		const place = oldOne(form.id, textIn(posted, MARKS));
		const acted = await pressed(visit, body);
		if (acted) return showDraft(visit, reply, { ...place, ...acted });

		const compared = { sent: draftValues(readDraft(posted)), saved: draftValues(draft) };
		const merged = merge({ marks: posted[MARKS], ...compared });
		const told = draftTold(pipelines);
		const page = { ...oldOne(form.id, marksOf(compared.saved)), draft: draftWith(merged.values) };
		if (merged.conflicts.length > 0) {
			const conflict = conflictNote('lead form', merged, compared, told);
			return sendPage(
				reply,
				visit,
				builderPage(visit, { ...page, pipelines, faults: [], conflict }),
				409,
			);
		}
		return save(visit, reply, page, async (settings) => {
			const isSaved = await database.write((transaction) =>
				saveChange(transaction, form, settings),
			);
			const said = savedSentence(`${settings.name} was saved.`, merged, told);
			if (isSaved) return redirectWithFlash(reply, pathOf(form.id), said);
			const again = { ...page, pipelines, faults: [CHANGED_MEANWHILE] };
			return sendPage(reply, visit, builderPage(visit, again), 409);
		});
	});

	pages.post(`${LIST}/preview`, async ({ visit, body }, reply) => {
		const shown = preview(readDraft(postedOf(body)), await pipelinesOf(visit));
		return reply.type('text/html; charset=utf-8').send(shown.toString());
	});

	/** The draft after the button that was pressed, when it is one that does not save. */
	async function pressed(visit: PageContext, body: unknown): Promise<Acted | undefined> {
		const posted = postedOf(body);
		const draft = readDraft(posted);
		const known = askableIn(draft, await pipelinesOf(visit));
		return act(draft, textIn(posted, 'action'), textIn(posted, 'add'), known);
	}

	async function showDraft(visit: PageContext, reply: FastifyReply, page: Place & Acted) {
		const pipelines = await pipelinesOf(visit);
		return sendPage(reply, visit, builderPage(visit, { ...page, pipelines, faults: [] }));
	}

	/** Saves the draft, or says what is wrong with it. */
	async function save(
		visit: PageContext,
		reply: FastifyReply,
		page: Place & { draft: Draft },
		keep: (settings: FormSettings) => Promise<FastifyReply>,
	): Promise<FastifyReply> {
		const pipelines = await pipelinesOf(visit);
		const { settings, faults } = checkDraft(page.draft, pipelines);
		if (settings) return keep(settings);
		const focus = faults[0]?.input;
		return sendPage(reply, visit, builderPage(visit, { ...page, pipelines, faults, focus }), 422);
	}

	/** A form as it is saved, and as the builder shows it. */
	async function opened(visit: PageContext, id: string) {
		const form = await findForm(database, visit.workspace.id, id);
		if (!form) throw noSuchForm();
		const pipelines = await pipelinesOf(visit);
		const pipeline = pipelines.find((each) => each.id === form.pipeline_id) ?? { fields: [] };
		return { form, pipelines, draft: draftOf(form, askable(pipeline)) };
	}

	/** A pipeline without a stage has no place for deals. */
	async function pipelinesOf({ workspace }: PageContext): Promise<Pipeline[]> {
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

const CHANGED_MEANWHILE: DraftFault = {
	input: '',
	detail:
		'It was changed by someone else, or in another tab, after you opened this page. Your changes are not lost: compare them with the form as it is now, then save again to replace it.',
};

function askableIn(draft: Draft, pipelines: Pipeline[]) {
	return askable(draftStage(draft, pipelines)?.pipeline ?? { fields: [] });
}
