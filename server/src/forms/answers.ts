import type { CustomFieldType, CustomFieldValue } from '../../../contract/types';
import { isEmail } from '../email';
import { isDate, isWebAddress } from '../validation';
import { type Posted, textIn, textsIn } from './posted';
import type { Question } from './questions';

/** What is wrong with one answer, in words for the visitor. */
export type Fault = { name: string; detail: string };

/** What a visitor answered, by the names of the questions; those left empty are not in it. */
export type Answers = { values: Record<string, CustomFieldValue>; faults: Fault[] };

/** Returns what was answered and what is wrong with it. */
export function readAnswers(questions: Question[], posted: Posted): Answers {
	const answers: Answers = { values: {}, faults: [] };
	for (const question of questions) {
		const { name, label, required, type } = question;
		const value = readers[type](question, posted);
		if (value instanceof Wrong) answers.faults.push({ name, detail: value.message });
		else if (required && (value === undefined || value === false))
			answers.faults.push({ name, detail: missing[type]?.(label) ?? `Fill in "${label}".` });
		else if (value !== undefined) answers.values[name] = value;
	}
	return answers;
}

class Wrong extends Error {}

type Reader = (question: Question, posted: Posted) => CustomFieldValue | undefined | Wrong;

const MOST_MONEY = 999_999_999_999.99;

const readers: Record<CustomFieldType, Reader> = {
	// However long they are: nobody is sent away for having written too much.
	text: ({ name }, posted) => line(textIn(posted, name)),
	phone: ({ name }, posted) => line(textIn(posted, name)),
	long_text: ({ name }, posted) => textIn(posted, name).replaceAll('\r\n', '\n') || undefined,
	email: (question, posted) =>
		checked(
			ofLength(question, line(textIn(posted, question.name))),
			isEmail,
			`Write "${question.label}" like an e-mail address, e.g. ada@example.com.`,
		),
	url: (question, posted) =>
		checked(
			ofLength(question, withScheme(line(textIn(posted, question.name)))),
			isPublicAddress,
			`Write "${question.label}" like a web address, e.g. https://example.com.`,
		),
	date: (question, posted) =>
		checked(
			line(textIn(posted, question.name)),
			isDate,
			`Write "${question.label}" as year, month and day, e.g. 2026-12-01.`,
		),
	number: (question, posted) => number(question, textIn(posted, question.name)),
	boolean: ({ name }, posted) => !['', 'false', '0', 'off', 'no'].includes(textIn(posted, name)),
	select: ({ name, label, options }, posted) => {
		const text = textIn(posted, name);
		if (text === '') return undefined;
		return options.find((option) => option.trim() === text) ?? noOption(text, label);
	},
	multi_select: ({ name, label, options }, posted) => {
		const texts = [...new Set(textsIn(posted, name))];
		const unknown = texts.find((text) => !options.includes(text));
		if (unknown !== undefined) return noOption(unknown, label);
		return texts.length > 0 ? texts : undefined;
	},
};

const missing: Partial<Record<CustomFieldType, (label: string) => string>> = {
	boolean: (label) => `Tick "${label}" to go on.`,
	select: (label) => `Choose an option for "${label}".`,
	multi_select: (label) => `Choose at least one option for "${label}".`,
};

/** A text of one line; what was pasted with breaks in it becomes one. */
function line(text: string): string | undefined {
	return text.replace(/\s+/g, ' ') || undefined;
}

/** A part of an address is none, so one that is too long cannot be cut. */
function ofLength(
	{ label, maxLength }: Question,
	text: string | undefined,
): string | undefined | Wrong {
	if (text === undefined || text.length <= maxLength) return text;
	return new Wrong(
		`"${label}" is longer than ${maxLength.toLocaleString('en-US')} characters. Shorten it.`,
	);
}

function checked(
	value: string | undefined | Wrong,
	isRight: (text: string) => boolean,
	advice: string,
): string | undefined | Wrong {
	if (value === undefined || value instanceof Wrong || isRight(value)) return value;
	return new Wrong(advice);
}

/** People write example.com; the address they mean begins with https://. */
function withScheme(value: string | undefined): string | undefined {
	if (value === undefined || /^[a-z][a-z0-9+.-]*:/i.test(value)) return value;
	return `https://${value}`;
}

/** An address in the web has a name with a dot in it: "none" is an answer, but no website, and neither is an e-mail address. */
function isPublicAddress(text: string): boolean {
	if (!isWebAddress(text)) return false;
	const { hostname, username, password } = new URL(text);
	return /[^.]\.[^.]/.test(hostname) && username === '' && password === '';
}

/** A budget is money: not below zero, with at most two decimals. */
function number({ label, key, maxLength }: Question, text: string): number | undefined | Wrong {
	const digits = text.replace(/\s/g, '');
	if (digits === '') return undefined;
	const value = Number(digits);
	if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(digits) || digits.length > maxLength) {
		return new Wrong(`Write "${label}" as a number with a point for decimals, e.g. 1200.50.`);
	}
	if (key !== undefined) return value;
	if (value < 0 || value > MOST_MONEY) {
		return new Wrong(`Write "${label}" as an amount from 0 to 999,999,999,999.99.`);
	}
	return Math.round(value * 100) / 100;
}

function noOption(text: string, label: string): Wrong {
	return new Wrong(`"${text.slice(0, 80)}" is not an option of "${label}". Choose another one.`);
}
