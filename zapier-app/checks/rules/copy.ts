import {
	connectionFields,
	declaredInputFields,
	markdownTexts,
	steps,
	stepsOf,
} from '../definition.ts';
import { linkFaults, plainHttp, scriptLinks } from './links.ts';
import type { Rule } from './rule.ts';
import { titleCase } from './titleCase.ts';

/** What the user reads. */
export const copyRules: Record<string, Rule> = {
	D007: {
		title: 'Every address is https',
		faults: (definition) =>
			[...new Set(plainHttp(JSON.stringify(definition)))].map((url) => `${url} is not https.`),
	},
	D008: {
		title: 'Links are valid Markdown, and other addresses stand in backticks',
		faults: (definition) =>
			markdownTexts(definition).flatMap(({ name, text }) =>
				linkFaults(text).map((fault) => `${name}: ${fault}`),
			),
	},
	D011: {
		title: 'A help text says more than its label',
		faults: (definition) =>
			[...connectionFields(definition), ...steps(definition).flatMap(declaredInputFields)]
				.filter(({ label, helpText }) => helpText && bare(helpText) === bare(label ?? ''))
				.map(({ name }) => `${name} only repeats its label.`),
	},
	D018: {
		title: 'Labels are in title case',
		faults: (definition) =>
			[...steps(definition), ...searchOrCreates(definition.searchOrCreates)]
				.filter(({ display: { label } }) => label !== titleCase(label))
				.map(
					({ name, display: { label } }) => `${name}: "${label}" should be "${titleCase(label)}".`,
				),
	},
	D021: {
		title: 'A trigger\'s description starts with "Triggers when" and ends with a full stop',
		faults: (definition) =>
			stepsOf(definition, 'triggers')
				.filter(({ display: { description } }) => !/^Triggers when .*\.$/s.test(description))
				.map(({ name, display: { description } }) => `${name}: "${description}"`),
	},
	D025: {
		title: 'No link runs a script',
		faults: (definition) =>
			markdownTexts(definition).flatMap(({ name, text }) =>
				scriptLinks(text).map((link) => `${name} links to ${link}.`),
			),
	},
};

const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

const searchOrCreates = (entries: Record<string, { display: { label: string } }> = {}) =>
	Object.entries(entries).map(([key, { display }]) => ({
		name: `search or create ${key}`,
		display,
	}));
