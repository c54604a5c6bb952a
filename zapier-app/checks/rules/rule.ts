import type { Definition } from '../definition.ts';

/** One of Zapier's checks for publishing, as far as the definition alone decides it. */
export type Rule = {
	/** The rule in one sentence. */
	title: string;
	/** Returns a sentence for each place that breaks the rule. */
	faults: (definition: Definition) => string[];
};
