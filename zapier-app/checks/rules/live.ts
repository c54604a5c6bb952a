import type { OutputField } from '../definition.ts';
import { dateFaults } from './dates.ts';
import { missingKeys, outputFaults } from './outputs.ts';

/** What a step gave to the steps behind it, beside what it promised. */
export type Results = {
	/** What the definition shows before there is a result. */
	sample: unknown;
	outputFields: OutputField[];
	/** What came of a run: of an instant trigger, a delivery; of a dropdown, one entry. */
	live: unknown;
	/** Only of an instant trigger: what the test in the editor listed. */
	listed?: unknown;
	/** Only of a polling trigger. */
	isPolling?: true;
};

/** One of Zapier's checks of the runs in its history. */
export type LiveRule = { title: string; faults: (results: Results) => string[] };

/** Zapier's checks of results, by the names Zapier gives them. */
export const liveRules: Record<string, LiveRule> = {
	T002: {
		title: 'Each entry of a polling trigger has an id',
		faults: ({ isPolling, live }) =>
			isPolling && missingKeys({ id: '' }, live).length > 0 ? ['The entry has no id.'] : [],
	},
	T003: {
		title: 'Dates in results are ISO 8601, with a time zone where there is a time',
		faults: ({ live }) => dateFaults(live),
	},
	T004: {
		title: 'The sample shows nothing that a real result lacks',
		faults: ({ sample, live }) =>
			missingKeys(sample, live).map((key) => `The sample has ${key}, the result has not.`),
	},
	T005: {
		title: 'Results have what the output fields promise, in their types',
		faults: ({ outputFields, live }) => outputFaults(outputFields, live),
	},
	T006: {
		title: 'The test in the editor shows nothing that a delivery lacks',
		faults: ({ listed = {}, live }) =>
			missingKeys(listed, live).map((key) => `The test shows ${key}, the delivery has it not.`),
	},
	Z001: {
		title: 'What the test in the editor shows fits the output fields',
		faults: ({ outputFields, listed }) => (listed ? outputFaults(outputFields, listed) : []),
	},
};
