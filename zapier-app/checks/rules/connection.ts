import { connectionFields, declaredInputFields, steps } from '../definition.ts';
import type { Rule } from './rule.ts';

const credential = /pass(word|phrase)|secret|api[_ -]?key|token|credential/i;
const markdownLink = /\[[^\]]+\]\(https:\/\/[^)\s]+\)/;

/** What is asked once, for the connection, and what distinguishes it from others. */
export const connectionRules: Record<string, Rule> = {
	D001: {
		title: 'No step asks for credentials; the connection does',
		faults: (definition) =>
			steps(definition)
				.flatMap(declaredInputFields)
				.filter(
					({ key, label = '', type }) =>
						type === 'password' || credential.test(key) || credential.test(label),
				)
				.map(({ name }) => `${name} asks for a credential.`),
	},
	D002: {
		title: 'Help beside a credential links to where it is found',
		faults: (definition) =>
			connectionFields(definition)
				.filter(({ key, type }) => type === 'password' || credential.test(key))
				.filter(({ helpText = '' }) => !markdownLink.test(helpText))
				.map(({ name }) => `${name} has no link in its help text.`),
	},
	D003: {
		title: 'The connection label distinguishes one account from another',
		faults: ({ authentication: { connectionLabel = '', fields = [] } }) => {
			if (connectionLabel === '') return ['There is no connection label.'];
			if (connectionLabel.startsWith('$func$')) return [];
			const names = [
				...connectionLabel.matchAll(/\{\{(?:bundle\.(?:inputData|authData)\.)?(\w+)\}\}/g),
			];
			if (names.length === 0)
				return [`The label "${connectionLabel}" is the same for every account.`];
			return names
				.filter(([, name = '']) => fields.some(({ key }) => key === name && credential.test(key)))
				.map(([, name]) => `The connection label shows the credential ${name}.`);
		},
	},
};
