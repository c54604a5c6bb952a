import {
	type Reading,
	readChoice,
	readChoices,
	readDate,
	readMoney,
	readNumber,
	readWebAddress,
} from '../../../contract/reading';
import type { CustomFieldType, CustomFieldValue } from '../../../contract/types';
import { isEmail } from '../values/email';
import { tickIn, type Posted, textIn, textsIn } from './posted';
import type { Question } from './questions';

/** What is wrong with one answer, in words for the visitor. */
export type AnswerFault = { name: string; detail: string };

/** What a visitor answered, by the names of the questions; those left empty are not in it. */
export type Answers = { values: Record<string, CustomFieldValue>; faults: AnswerFault[] };

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

const readers: Record<CustomFieldType, Reader> = {
	// However long they are: nobody is sent away for having written too much.
	text: ({ name }, posted) => line(textIn(posted, name)),
	phone: ({ name }, posted) => line(textIn(posted, name)),
	long_text: ({ name }, posted) => textIn(posted, name).replaceAll('\r\n', '\n') || undefined,
	email: (question, posted) =>
		checked(
			ofLength(question, line(textIn(posted, question.name))),
			isEmail,
			`Write "${question.label}" like an email address, e.g. ada@example.com.`,
		),
	url: (question, posted) => {
		const address = read(question, posted, readWebAddress);
		return address instanceof Wrong ? address : ofLength(question, address);
	},
	date: (question, posted) => read(question, posted, readDate),
	// A budget is money, which has no key of a custom field.
	number: (question, posted) =>
		read(question, posted, question.key === undefined ? readMoney : readNumber),
	boolean: ({ name, label }, posted) => meant(label, tickIn(posted, name)),
	select: (question, posted) =>
		read(question, posted, (text) => readChoice(text, question.options)),
	multi_select: ({ name, label, options }, posted) => {
		const texts = textsIn(posted, name);
		if (texts.length === 0) return undefined;
		return meant(label, readChoices(texts, options, { splitEntries: true }));
	},
};

/** Reads what was entered, if anything was. */
function read<T extends CustomFieldValue>(
	{ name, label }: Question,
	posted: Posted,
	reader: (text: string) => Reading<T>,
): T | undefined | Wrong {
	const text = textIn(posted, name);
	return text === '' ? undefined : meant(label, reader(text));
}

function meant<T>(label: string, reading: Reading<T>): T | Wrong {
	return 'fault' in reading ? new Wrong(`${label}: ${reading.fault}`) : reading.value;
}

const missing: Partial<Record<CustomFieldType, (label: string) => string>> = {
	boolean: (label) => `Check "${label}" to continue.`,
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
