import type { FastifyInstance } from 'fastify';
import { loadDealHistory } from '../../events/history';
import type { AppContext } from '../../context';
import { faultsOf } from '../kit/faults';
import { madeByText } from '../kit/madeByText';
import { redirectWithFlash } from '../kit/flash';
import type { Page } from '../kit/layout';
import { sendPage } from '../kit/sendPage';
import { loadPipelines } from '../../pipelines/store';
import { setWorkspace } from '../../signIn/sessions';
import { findWorkspaceOfDeal } from '../../deals/boardStore';
import { changeDeal } from '../../deals/change';
import { dealPage, type DealPageView } from './dealPage';
import { loadShownDeal } from './loadShownDeal';
import { makerNames } from '../../runs/makerNames';
import { historicEntry } from './history';
import { listNotes, listNoteTimes } from '../../deals/notes';
import type { PageContext } from '../kit/pageContext';

type ById = { Params: { id: string } };
type Part = { Querystring: { notes?: string; before?: string } };
type NewNote = { Body: { note?: string } };

const CHANGES_AT_ONCE = 30;
const NOTES_AT_ONCE = 20;
const MOST_NOTES = 2000;

/** The page of a deal, where `url` of the API leads to. */
export function dealPages(pages: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;

	pages.get<ById & Part>('/deals/:id', async ({ pageContext, params, query }, reply) => {
		const home = await findWorkspaceOfDeal(database, params.id);
		const workspace = pageContext.workspaces.find(({ id }) => id === home);
		if (workspace && workspace.id !== pageContext.workspace.id) {
			await database.writeService((transaction) =>
				setWorkspace(transaction, pageContext.session, workspace.id),
			);
			return redirectWithFlash(
				reply,
				`/deals/${params.id}`,
				`You are now in the workspace "${workspace.name}".`,
			);
		}
		return sendPage(reply, pageContext, await page(pageContext, params.id, query));
	});

	pages.post<ById & NewNote>('/deals/:id/notes', async ({ pageContext, params, body }, reply) => {
		const text = (body.note ?? '').replace(/\r\n/g, '\n').trim();
		try {
			await changeDeal(fluid, pageContext.workspace.id, { id: params.id, note: text });
			return redirectWithFlash(reply, `/deals/${params.id}`, 'The note is added.');
		} catch (reason) {
			const note = { text, fault: faultsOf(reason).get('/note') };
			return sendPage(reply, pageContext, await page(pageContext, params.id, {}, note), 422);
		}
	});

	async function page(
		pageContext: PageContext,
		id: string,
		query: Part['Querystring'],
		note: DealPageView['note'] = { text: '', fault: undefined },
	): Promise<Page> {
		const deal = await loadShownDeal(fluid, pageContext.workspace.id, id);
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		const fields = pipelines.find((each) => each.id === deal.pipeline_id)?.fields ?? [];
		const isAll = query.notes === 'all';
		const notes = await listNotes(database, pageContext.workspace.id, id, {
			limit: isAll ? MOST_NOTES : NOTES_AT_ONCE + 1,
		});
		const changes = await loadDealHistory(database, pageContext.workspace.id, id, {
			before: Number(query.before) || undefined,
			limit: CHANGES_AT_ONCE + 1,
		});
		const shown = changes.slice(0, CHANGES_AT_ONCE);
		const makers = shown.map(({ made_by }) => made_by);
		const names = await makerNames(database, pageContext.workspace.id, makers);
		const times = shown.flatMap((change) =>
			'event' in change ? (change.event.data.deal?.updated_at ?? []) : [],
		);
		const noteTimes = await listNoteTimes(database, pageContext.workspace.id, id, times);
		const older = `/deals/${id}?before=${shown.at(-1)?.sequence}#history`;
		return dealPage(pageContext, {
			deal,
			pipelines,
			fields,
			notes: isAll ? notes : notes.slice(0, NOTES_AT_ONCE),
			moreNotes:
				!isAll && notes.length > NOTES_AT_ONCE ? `/deals/${id}?notes=all#notes` : undefined,
			history: shown.map((change) => ({
				...historicEntry(change, fields, noteTimes),
				maker: madeByText(change, names),
			})),
			older: changes.length > shown.length ? older : undefined,
			note,
			now: now(),
		});
	}
}
