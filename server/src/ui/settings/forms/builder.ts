import type { Html } from '../../../html/html';
import type { LoadedPipeline } from '../../../pipelines/store';
import type { InputError } from '../../../../../contract/types';
import type { Draft } from './draft';

/** What the builder shows. */
export type Builder = {
	title: string;
	/** Where the builder is, and what it is left for. */
	path: string;
	back: string;
	/** Inputs nobody sees: which form is sent, and in which state it was shown. */
	hidden: Record<string, string>;
	draft: Draft;
	pipelines: LoadedPipeline[];
	faults: InputError[];
	/** What to say when somebody else has changed the same. */
	conflict?: Html | undefined;
	/** Name of the input or button that is looked at next. */
	focus?: string;
};
