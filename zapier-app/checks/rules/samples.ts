import { declaredOutputFields, steps, stepsOf } from '../definition.ts';
import { dateFaults } from './dates.ts';
import { outputFaults } from './outputs.ts';
import type { Rule } from './rule.ts';

/** What a user maps from before the first real result is there. */
export const sampleRules: Record<string, Rule> = {
	D010: {
		title: 'The sample of a polling trigger has an id',
		faults: (definition) =>
			stepsOf(definition, 'triggers')
				.filter(({ operation: { type, sample } }) => type !== 'hook' && sample && !('id' in sample))
				.map(({ name }) => `${name}: the sample has no id.`),
	},
	D012: {
		title: 'Every visible step has a sample',
		faults: (definition) =>
			steps(definition)
				.filter(({ display, operation: { sample } }) => {
					return !display.hidden && Object.keys(sample ?? {}).length === 0;
				})
				.map(({ name }) => `${name} has no sample.`),
	},
	D023: {
		title: 'Dates in samples are ISO 8601, with a time zone where there is a time',
		faults: (definition) =>
			steps(definition).flatMap(({ name, operation: { sample = {} } }) =>
				dateFaults(sample).map((fault) => `${name}: ${fault}`),
			),
	},
	D024: {
		title: 'Samples have what the output fields promise, in their types',
		faults: (definition) =>
			steps(definition)
				.filter(({ operation: { sample } }) => sample)
				.flatMap((step) =>
					outputFaults(declaredOutputFields(step), step.operation.sample ?? {}).map(
						(fault) => `${step.name}: ${fault}`,
					),
				),
	},
};
