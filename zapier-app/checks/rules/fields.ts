import { declaredInputFields, steps, stepsOf } from '../definition.ts';
import type { Rule } from './rule.ts';

/** Ids from the user's other apps, which no list of ours holds. */
const foreignIds = /(^|_)(external|run)_id$/;

/** What a step asks for. */
export const fieldRules: Record<string, Rule> = {
	D004: {
		title: 'A field for an id is a dropdown',
		faults: (definition) =>
			steps(definition)
				.flatMap(declaredInputFields)
				.filter(({ key }) => /(^|_)ids?$/.test(key) && !foreignIds.test(key))
				.filter(({ dynamic, choices }) => !dynamic && !choices)
				.map(({ name }) => `${name} has no dropdown.`),
	},
	D005: {
		title: 'A dropdown is filled by a trigger that exists',
		faults: (definition) =>
			steps(definition)
				.flatMap(declaredInputFields)
				.filter(({ dynamic }) => dynamic && !definition.triggers[firstPart(dynamic)])
				.map(({ name, dynamic }) => `${name}: there is no trigger for ${dynamic}.`),
	},
	D013: {
		title: 'A field that a search can fill names a search that exists',
		faults: (definition) =>
			steps(definition)
				.flatMap(declaredInputFields)
				.filter(({ search }) => search && !definition.searches[firstPart(search)])
				.map(({ name, search }) => `${name}: there is no search for ${search}.`),
	},
	D014: {
		title: 'A field that a search can fill is a dropdown too',
		faults: (definition) =>
			steps(definition)
				.flatMap(declaredInputFields)
				.filter(({ search, dynamic }) => search && !dynamic)
				.map(({ name }) => `${name} names a search, but no trigger to fill its dropdown.`),
	},
	D022: {
		title: 'A create has fields that are the same for everyone',
		faults: (definition) =>
			stepsOf(definition, 'creates')
				.filter((step) => declaredInputFields(step).length === 0)
				.map(({ name }) => `${name} has only fields that depend on the account, or none.`),
	},
};

const firstPart = (reference: string) => reference.split('.')[0] ?? '';
