import type { Ingest } from '../deals/ingest';
import type { LoadedPipeline } from '../pipelines/store';
import type { Blueprint } from '../../../contract/types';

/** What applying a blueprint did, a sentence for each change. */
export type ApplyOutcome = {
	changes: string[];
	/** What it left although the file does not name it. */
	kept: string[];
	/** What it found under a name it had before, or by its key, and has another name than in the file. */
	otherNames: string[];
	/** What to look after, because a change affects something that runs already. */
	warnings: string[];
};

/** The work on one pipeline of a blueprint. */
export type Application = ApplyOutcome &
	Ingest & {
		/** Whether stages, custom fields and options go that the blueprint does not name. */
		isDeleting: boolean;
		/** Whether what has another name than in the blueprint gets that name. */
		isRenaming: boolean;
		refusals: string[];
		/** Returns the pipeline as it is by now. */
		pipeline: () => Promise<LoadedPipeline>;
	};

/** A pipeline as a blueprint wants it. */
export type WantedPipeline = Blueprint['pipelines'][number];

/** A lead form as a blueprint wants it. */
export type WantedForm = NonNullable<Blueprint['forms']>[number];
