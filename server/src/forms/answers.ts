import { customFieldTypes, type ValueControl } from '../../../contract/customFieldTypes';
import { type Reading, readCustomField, readMoney } from '../../../contract/reading';
import type { CustomFieldValue, InputError } from '../../../contract/types';
import { isEmail } from '../values/email';
import { tickIn, type Posted, textIn, textsIn } from './posted';
import type { Question } from './questions';

/** What a visitor answered, by the names of the questions; those left empty are not in it. */
export type Answers = { values: Record<string, CustomFieldValue>; faults: InputError[] };

/** Returns what was answered and what is wrong with it. */
export function readAnswers(questions: Question[], posted: Posted): Answers {
	const answers: Answers = { values: {}, faults: [] };
	for (const question of questions) {
		const { name, label, required, type } = question;
		const { control } = customFieldTypes[type].html;
		const value = readers[control](question, posted);
		if (value instanceof Wrong) answers.faults.push({ pointer: `/${name}`, detail: value.message });
		else if (required && (value === undefined || value === false))
			answers.faults.push({ pointer: `/${name}`, detail: missing[control](label) });
		else if (value !== undefined) answers.values[name] = value;
	}
	return answers;
}

class Wrong extends Error {}

type Reader = (question: Question, posted: Posted) => CustomFieldValue | undefined | Wrong;

const readers: Record<ValueControl, Reader> = {
	line: (question, posted) => {
		const text = line(textIn(posted, question.name));
		if (text === undefined) return undefined;
		const { shape } = customFieldTypes[question.type];
		// However long it is: nobody is sent away for having written too much.
		if (shape === 'text') return text;
		const value = meant(question.label, read(question, text));
		if (shape !== 'email' && shape !== 'web_address') return value;
		const whole = ofLength(question, value);
		return shape === 'email' ? addressed(question, whole) : whole;
	},
	lines: ({ name }, posted) => textIn(posted, name).replaceAll('\r\n', '\n') || undefined,
	yes_or_no: ({ name, label }, posted) => meant(label, tickIn(posted, name)),
	one_of: (question, posted) => {
		const text = textIn(posted, question.name);
		return text === '' ? undefined : meant(question.label, read(question, text));
	},
	some_of: (question, posted) => {
		const texts = textsIn(posted, question.name);
		return texts.length === 0 ? undefined : meant(question.label, read(question, texts));
	},
};

/** A budget is money, which has no key of a custom field. */
function read(question: Question, entered: string | string[]): Reading<CustomFieldValue> {
	const isMoney = question.type === 'number' && question.key === undefined;
	if (isMoney) return readMoney(entered);
	return readCustomField(question, entered, { splitEntries: true });
}

function meant<T>(label: string, reading: Reading<T>): T | Wrong {
	return 'fault' in reading ? new Wrong(`${label}: ${reading.fault}`) : reading.value;
}

const missing: Record<ValueControl, (label: string) => string> = {
	line: (label) => `Fill in "${label}".`,
	lines: (label) => `Fill in "${label}".`,
	yes_or_no: (label) => `Check "${label}" to continue.`,
	one_of: (label) => `Choose an option for "${label}".`,
	some_of: (label) => `Choose at least one option for "${label}".`,
};

/** A text of one line; what was pasted with breaks in it becomes one. */
function line(text: string): string | undefined {
	return text.replace(/\s+/g, ' ') || undefined;
}

/** A part of an address is none, so one that is too long cannot be cut. */
function ofLength(
	{ label, maxLength }: Question,
	value: CustomFieldValue | Wrong,
): CustomFieldValue | Wrong {
	if (typeof value !== 'string' || value.length <= maxLength) return value;
	return new Wrong(
		`"${label}" is longer than ${maxLength.toLocaleString('en-US')} characters. Shorten it.`,
	);
}

function addressed({ label }: Question, value: CustomFieldValue | Wrong): CustomFieldValue | Wrong {
	if (typeof value !== 'string' || isEmail(value)) return value;
	return new Wrong(`Write "${label}" like an email address, e.g. ada@example.com.`);
}
