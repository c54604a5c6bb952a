import type { Html } from '../../../html/html';
import type { Pipeline } from '../../../pipelines/store';
import type { DraftFault } from './checkDraft';
import type { Draft } from './draft';

/** What the builder shows. */
export type Builder = {
	title: string;
	/** Where the builder is, and what it is left for. */
	path: string;
	back: string;
	/** Inputs nobody sees: what tells which form, in which state, is sent. */
	hidden: Record<string, string>;
	draft: Draft;
	pipelines: Pipeline[];
	faults: DraftFault[];
	/** What to say when somebody else has changed the same. */
	conflict?: Html | undefined;
	/** Name of the input or button that is looked at next. */
	focus?: string;
};
