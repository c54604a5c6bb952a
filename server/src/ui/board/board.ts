import type { TroubledWebhook } from '../../alerts/trouble';
import type { LoadedPipeline } from '../../pipelines/store';
import type { FoundDeals } from '../../deals/boardStore';
import type { BoardChoices } from '../../deals/loadBoardChoices';
import type { BoardQuery } from './boardAddress';
import type { Column } from './column';

/** What the board shows. */
export type Board = {
	pipelines: LoadedPipeline[];
	pipeline: LoadedPipeline;
	columns: Column[];
	query: BoardQuery;
	/** What the deals of the workspace can be narrowed by. */
	choices: BoardChoices;
	/** What the filter of the board leaves; undefined where all deals are shown. */
	found: FoundDeals | undefined;
	/** What the address asks for and there is not. */
	unknown: BoardQuery;
	/** Whether the workspace has any deal, whatever is shown of it. */
	hasDeals: boolean;
	/** Webhooks that do not reach their receivers. */
	troubled: TroubledWebhook[];
	now: Date;
};
