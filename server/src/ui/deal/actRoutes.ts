import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DealInput } from '../../../../contract/types';
import type { AppContext } from '../../context';
import { html } from '../../html/html';
import { redirectWithFlash } from '../kit/flash';
import { pageSentence } from '../kit/pageSentence';
import { sendPage } from '../kit/sendPage';
import { loadPipelines } from '../../pipelines/store';
import { Refusal } from '../../problems/problems';
import { actDialog, actPage, deleteDealPage } from './actPage';
import { backFrom } from '../board/boardAddress';
import { renderBoardNews } from '../board/renderBoardNews';
import { changeDeal } from '../../deals/change';
import { deleteDeal } from '../../deals/delete';
import { loadShownDeal } from './loadShownDeal';

type ById = { Params: { id: string } };
type Back = { Querystring: { back?: string } };
type Body = { Body: { back?: string; stage_id?: string; status?: string; lost_reason?: string } };

/** Moving a deal, marking it won or lost, opening it again, deleting it: from the board and from its page. */
export function actPages(pages: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;

	pages.get<ById & Back>('/deals/:id/act', async (request, reply) => {
		const { pageContext } = request;
		const acting = await found(request);
		if (!request.headers['hx-request'])
			return sendPage(reply, pageContext, actPage(pageContext, acting));
		return reply.type('text/html; charset=utf-8').send(actDialog(pageContext, acting).toString());
	});

	pages.post<ById & Body>('/deals/:id/move', async (request, reply) => {
		const { id } = request.params;
		const pipelines = await loadPipelines(database, request.pageContext.workspace.id);
		const target = pipelines.find(({ stages }) =>
			stages.some((stage) => stage.id === request.body.stage_id),
		);
		// A stage that is gone meanwhile is refused by ingest, with the ones there are.
		const input = { id, stage_id: request.body.stage_id ?? '', pipeline_id: target?.id };
		return change(request, reply, input, 'moved');
	});

	pages.post<ById & Body>('/deals/:id/status', async (request, reply) => {
		const { status, lost_reason } = request.body;
		const reason = lost_reason?.trim();
		const input = { id: request.params.id, status, ...(reason && { lost_reason: reason }) };
		return change(request, reply, input as DealInput, 'status');
	});

	pages.get<ById & Back>('/deals/:id/delete', async (request, reply) =>
		sendPage(reply, request.pageContext, deleteDealPage(request.pageContext, await found(request))),
	);

	pages.post<ById & Body>('/deals/:id/delete', async ({ pageContext, params, body }, reply) => {
		const deal = await fluid.write(pageContext.workspace.id, (context) =>
			deleteDeal(context, params.id),
		);
		const back = backFrom(body.back);
		const isOwnPage = back.startsWith(`/deals/${deal.id}`);
		return redirectWithFlash(
			reply,
			isOwnPage ? '/deals' : back,
			`The deal "${deal.name}" is deleted.`,
		);
	});

	async function change(
		request: FastifyRequest<Body>,
		reply: FastifyReply,
		input: DealInput,
		what: keyof typeof sentences,
	): Promise<FastifyReply> {
		const { pageContext, headers } = request;
		const back = backFrom(request.body.back);
		try {
			const before = await loadShownDeal(fluid, pageContext.workspace.id, input.id as string);
			const { deal } = await changeDeal(fluid, pageContext.workspace.id, input);
			const said = sentences[what](deal.name, { ...deal });
			if (!headers['hx-request']) return redirectWithFlash(reply, back, said);
			const news = await renderBoardNews(fluid, pageContext.workspace.id, {
				before,
				deal,
				back,
				said,
			});
			return reply.type('text/html; charset=utf-8').send(news.toString());
		} catch (reason) {
			if (!(reason instanceof Refusal) || !headers['hx-request']) throw reason;
			const sentence = pageSentence(reason, request);
			const fault = html`<p id="said" class="toast fault" role="alert">${sentence}</p>`;
			return reply.code(reason.status).type('text/html; charset=utf-8').send(fault.toString());
		}
	}

	async function found({ pageContext, params, query, headers }: FastifyRequest<ById & Back>) {
		const deal = await loadShownDeal(fluid, pageContext.workspace.id, params.id);
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		return { deal, pipelines, back: query.back ? backFrom(query.back) : cameFrom(headers.referer) };
	}
}

/** The page before, as it was filtered, when it is one of the deals'. */
function cameFrom(referer: string | undefined): string {
	const { pathname, search } = new URL(referer ?? '/deals', 'http://localhost');
	return pathname.endsWith('/act') ? '/deals' : backFrom(`${pathname}${search}`);
}

const sentences = {
	moved: (name: string, { stage_name }: { stage_name: string }) =>
		`"${name}" is now in "${stage_name}".`,
	status: (name: string, { status }: { status: string }) =>
		status === 'open' ? `"${name}" is open again.` : `"${name}" is marked as ${status}.`,
};
