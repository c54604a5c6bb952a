import type { Deal } from '../../../../contract/types';
import type { AppContext } from '../../context';
import { PageRefusal } from '../kit/pageRefusal';
import { loadPipelines } from '../../pipelines/store';
import { renderDeal } from '../../deals/render';
import { findDeal } from '../../deals/store';

/**
 * Returns a deal as its page shows it.
 *
 * @throws PageRefusal when it does not exist (any more)
 */
export async function loadShownDeal(
	{ database, publicUrl, now }: AppContext,
	workspaceId: string,
	id: string,
): Promise<Deal> {
	const stored = await findDeal(database, workspaceId, id);
	if (!stored) {
		const advice = 'It was deleted, or the address is incomplete. Look for it on the board.';
		throw new PageRefusal(404, 'Deal not found', advice);
	}
	const pipelines = await loadPipelines(database, workspaceId);
	return renderDeal(stored, { pipelines, publicUrl: publicUrl(), now: now() });
}
