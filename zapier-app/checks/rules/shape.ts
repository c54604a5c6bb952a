import { declaredInputFields, type StepOperation, stepsOf } from '../definition.ts';
import type { Rule } from './rule.ts';

/** What a trigger or a search needs to work at all. */
export const shapeRules: Record<string, Rule> = {
	D006: {
		title: 'An instant trigger can list recent events for the editor',
		faults: (definition) =>
			stepsOf(definition, 'triggers')
				.filter(({ operation }) => isHook(operation) && !operation.performList)
				.map(({ name }) => `${name} has no performList.`),
	},
	D009: {
		title: 'A search has something to search by',
		faults: (definition) =>
			stepsOf(definition, 'searches')
				.filter((step) => declaredInputFields(step).length === 0)
				.map(({ name }) => `${name} has no field.`),
	},
	D015: {
		title: 'A search or create names a search and a create that exist',
		faults: ({ searchOrCreates = {}, searches, creates }) =>
			Object.entries(searchOrCreates).flatMap(([key, { search, create }]) => [
				...(searches[search] ? [] : [`search or create ${key}: there is no search ${search}.`]),
				...(creates[create] ? [] : [`search or create ${key}: there is no create ${create}.`]),
			]),
	},
	D016: {
		title: 'The app is more than one address to paste somewhere',
		faults: ({ triggers, searches, creates }) => {
			const all = [triggers, searches, creates].flatMap((each) => Object.values(each));
			const [only] = all;
			const isAlone = all.length === 1 && only && isHook(only.operation);
			return isAlone && !only.operation.performSubscribe
				? [`There is nothing but the static webhook ${only.key}.`]
				: [];
		},
	},
	D017: {
		title: 'An instant trigger subscribes and unsubscribes by itself',
		faults: (definition) =>
			stepsOf(definition, 'triggers')
				.filter(({ operation }) => isHook(operation))
				.filter(({ operation }) => !operation.performSubscribe || !operation.performUnsubscribe)
				.map(({ name }) => `${name} leaves subscribing or unsubscribing to the user.`),
	},
};

const isHook = ({ type }: StepOperation) => type === 'hook';
