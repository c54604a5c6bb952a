import type { FastifyReply } from 'fastify';
import type { AppContext } from '../../../context';
import { faultsOf } from '../../kit/faults';
import type { Page } from '../../kit/layout';
import { redirectWithFlash } from '../../kit/flash';
import { listAddress, type Pressed } from '../../kit/position';
import { sendPage } from '../../kit/sendPage';
import { countDealsByStage } from '../../../deals/boardStore';
import type { WorkspaceWrite } from '../../../pipelineEditing/changes';
import { type PipelinesForm, PIPELINES, pipelinesPage } from './pipelinesPage';
import { loadPipelines } from '../../../pipelines/store';
import type { PageContext } from '../../kit/pageContext';

/** What a change has to say, the thing it is about, and the way that was moved. */
type Done = { said: string; about?: string; way?: string | undefined };

/** Returns how the list of pipelines is shown, and changed by one of its forms. */
export function listHandlers({ database }: AppContext) {
	async function list(
		pageContext: PageContext,
		{ form, pressed = {} }: { form?: PipelinesForm | undefined; pressed?: Pressed } = {},
	): Promise<Page> {
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		const counts = await countDealsByStage(database, pageContext.workspace.id);
		return pipelinesPage(pageContext, { pipelines, counts, form, pressed });
	}

	/** A form that is refused stands there again, as it was filled in. */
	async function change(
		pageContext: PageContext,
		reply: FastifyReply,
		form: Omit<PipelinesForm, 'faults'>,
		work: (place: WorkspaceWrite) => Promise<Done>,
	): Promise<FastifyReply> {
		try {
			const { said, about, way } = await database.write(pageContext.workspace.id, (transaction) =>
				work({ transaction, workspaceId: pageContext.workspace.id }),
			);
			return redirectWithFlash(reply, listAddress(PIPELINES, { about, way }), said);
		} catch (reason) {
			const page = await list(pageContext, { form: { ...form, faults: faultsOf(reason) } });
			return sendPage(reply, pageContext, page, 422);
		}
	}

	return { list, change };
}
