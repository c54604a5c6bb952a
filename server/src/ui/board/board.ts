import type { TroubledWebhook } from '../../alerts/trouble';
import type { LoadedPipeline } from '../../pipelines/store';
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
	/** Whether more deals match than are shown. */
	isCut: boolean;
	/** Whether the workspace has any deal, whatever is shown of it. */
	hasDeals: boolean;
	/** Webhooks that do not reach their receivers. */
	troubled: TroubledWebhook[];
	now: Date;
};
