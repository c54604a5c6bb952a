import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { redirectWithFlash } from '../../kit/message';
import { sendPage } from '../../kit/show';
import { loadPipelines } from '../../../pipelines/store';
import { acceptSpam } from '../../../forms/acceptSpam';
import { loadQuestions } from '../../../forms/availableFields';
import type { LeadForm } from '../../../forms/form';
import { affectedWebhooks, deleteForm } from '../../../forms/removal';
import { listSpam } from '../../../forms/spamStore';
import { findForm, listForms } from '../../../forms/store';
import { countSubmissions, listSubmissions } from '../../../forms/submissions';
import { builder } from './builderRoutes';
import { deleteFormPage } from './deletePage';
import { formPage } from './formPage';
import { listPage } from './listPage';
import { LIST, pathOf } from './paths';
import { noSuchForm } from './noSuchForm';

type ById = { Params: { id: string }; Querystring: { before?: string } };

type SpamById = { Params: { id: string; spamId: string } };

const SUBMISSIONS_SHOWN = 25;

/** Settings > Lead forms. */
export function leadForms(pages: FastifyInstance, fluid: AppContext): void {
	const { database, publicUrl, now, wake } = fluid;
	builder(pages, fluid);

	pages.get(LIST, async ({ visit }, reply) => {
		const workspaceId = visit.workspace.id;
		const forms = await listForms(database, workspaceId);
		const pipelines = await loadPipelines(database, workspaceId);
		const counts = await countSubmissions(database, workspaceId);
		return sendPage(reply, visit, listPage({ forms, pipelines, counts }));
	});

	pages.get<ById>(`${LIST}/:id`, async ({ visit, params, query }, reply) => {
		const form = await neededForm(visit.workspace.id, params.id);
		const rows = await listSubmissions(database, form.id, {
			cursor: query.before,
			limit: SUBMISSIONS_SHOWN + 1,
		});
		const submissions = rows.slice(0, SUBMISSIONS_SHOWN);
		const overview = {
			form,
			questions: await loadQuestions(database, form),
			publicUrl: publicUrl(),
			submissions,
			count: await countOf(form),
			spam: await listSpam(database, form.id),
			now: now(),
			older: rows.length > SUBMISSIONS_SHOWN ? (submissions.at(-1)?.id ?? null) : null,
		};
		return sendPage(reply, visit, formPage(visit, overview));
	});

	pages.post<SpamById>(`${LIST}/:id/spam/:spamId`, async ({ visit, params }, reply) => {
		const form = await neededForm(visit.workspace.id, params.id);
		const accepted = await database.write((transaction) => {
			const workspaceId = form.workspace_id;
			const context = { transaction, workspaceId, now: now(), wake, publicUrl: publicUrl() };
			return acceptSpam(context, form, params.spamId);
		});
		if ('fault' in accepted) return redirectWithFlash(reply, pathOf(form.id), accepted.fault);
		return redirectWithFlash(
			reply,
			`/deals/${accepted.submission.deal_id}`,
			'A deal was created from it.',
		);
	});

	pages.get<ById>(`${LIST}/:id/delete`, async ({ visit, params }, reply) => {
		const form = await neededForm(visit.workspace.id, params.id);
		const affected = await affectedWebhooks(database, form);
		return sendPage(reply, visit, deleteFormPage(visit, form, await countOf(form), affected));
	});

	pages.post<ById>(`${LIST}/:id/delete`, async ({ visit, params }, reply) => {
		const form = await neededForm(visit.workspace.id, params.id);
		await database.write((transaction) => deleteForm(transaction, form, now()));
		return redirectWithFlash(reply, LIST, `${form.name} was deleted. Its deals are still there.`);
	});

	async function neededForm(workspaceId: string, id: string): Promise<LeadForm> {
		const form = await findForm(database, workspaceId, id);
		if (!form) throw noSuchForm();
		return form;
	}

	async function countOf({ id, workspace_id }: LeadForm): Promise<number> {
		return (await countSubmissions(database, workspace_id)).get(id) ?? 0;
	}
}
