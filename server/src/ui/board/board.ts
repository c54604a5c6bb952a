import type { Pipeline } from '../../pipelines/store';
import type { BoardQuery } from './boardAddress';
import type { Column } from './column';

/** What the board shows. */
export type Board = {
	pipelines: Pipeline[];
	pipeline: Pipeline;
	columns: Column[];
	query: BoardQuery;
	/** Whether the workspace has any deal, whatever is shown of it. */
	hasDeals: boolean;
	now: Date;
};
