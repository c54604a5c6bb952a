import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { redirectWithFlash } from '../../kit/flash';
import { sendPage } from '../../kit/sendPage';
import { loadPipelines } from '../../../pipelines/store';
import { acceptSpam } from '../../../forms/acceptSpam';
import { loadQuestions } from '../../../forms/availableFields';
import type { LeadForm } from '../../../forms/form';
import { findAffectedWebhooks, deleteForm } from '../../../forms/removal';
import { listSpam } from '../../../forms/spamStore';
import { listForms } from '../../../forms/store';
import { countSubmissions, listSubmissions } from '../../../forms/submissions';
import { builderPages } from './builderRoutes';
import { deleteFormPage } from './deletePage';
import { formPage } from './formPage';
import { leadFormsPage } from './listPage';
import { LIST, pathOf } from './paths';
import { getForm } from './getForm';

type ById = { Params: { id: string }; Querystring: { before?: string } };

type SpamById = { Params: { id: string; spamId: string } };

const SUBMISSIONS_SHOWN = 25;

/** Settings > Lead forms. */
export function leadFormPages(pages: FastifyInstance, fluid: AppContext): void {
	const { database, publicUrl, now } = fluid;
	builderPages(pages, fluid);

	pages.get(LIST, async ({ pageContext }, reply) => {
		const workspaceId = pageContext.workspace.id;
		const forms = await listForms(database, workspaceId);
		const pipelines = await loadPipelines(database, workspaceId);
		const counts = await countSubmissions(database, workspaceId);
		return sendPage(reply, pageContext, leadFormsPage({ forms, pipelines, counts }));
	});

	pages.get<ById>(`${LIST}/:id`, async ({ pageContext, params, query }, reply) => {
		const form = await getForm(database, pageContext.workspace.id, params.id);
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
			spam: await listSpam(database, form),
			now: now(),
			older: rows.length > SUBMISSIONS_SHOWN ? (submissions.at(-1)?.id ?? null) : null,
		};
		return sendPage(reply, pageContext, formPage(pageContext, overview));
	});

	pages.post<SpamById>(`${LIST}/:id/spam/:spamId`, async ({ pageContext, params }, reply) => {
		const form = await getForm(database, pageContext.workspace.id, params.id);
		const accepted = await fluid.write(form.workspace_id, (context) =>
			acceptSpam(context, form, params.spamId),
		);
		if ('fault' in accepted) return redirectWithFlash(reply, pathOf(form.id), accepted.fault);
		return redirectWithFlash(
			reply,
			`/deals/${accepted.submission.deal_id}`,
			'A deal was created from it.',
		);
	});

	pages.get<ById>(`${LIST}/:id/delete`, async ({ pageContext, params }, reply) => {
		const form = await getForm(database, pageContext.workspace.id, params.id);
		const affected = await findAffectedWebhooks(database, form);
		return sendPage(
			reply,
			pageContext,
			deleteFormPage(pageContext, form, await countOf(form), affected),
		);
	});

	pages.post<ById>(`${LIST}/:id/delete`, async ({ pageContext, params }, reply) => {
		const form = await getForm(database, pageContext.workspace.id, params.id);
		await deleteForm(fluid, form);
		return redirectWithFlash(reply, LIST, `${form.name} was deleted. Its deals are still there.`);
	});

	async function countOf({ id, workspace_id }: LeadForm): Promise<number> {
		return (await countSubmissions(database, workspace_id)).get(id) ?? 0;
	}
}
