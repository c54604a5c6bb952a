import { expect, test } from 'vitest';
import type { CustomFieldType } from '../../../contract/types';
import { readAnswers } from '../../src/forms/answers';
import type { Question } from '../../src/forms/questions';

function question(type: CustomFieldType, change: Partial<Question> = {}): Question {
	return {
		name: 'answer',
		label: 'Answer',
		help: '',
		placeholder: '',
		required: false,
		type,
		options: ['SaaS', 'Retail'],
		autocomplete: 'off',
		maxLength: 50,
		key: 'answer',
		...change,
	};
}

function read(asked: Question, answer: string | string[]) {
	const { values, faults } = readAnswers([asked], { answer });
	return faults[0]?.detail ?? values.answer;
}

test.each<[CustomFieldType, string | string[], unknown]>([
	['text', '  Ada \n Lovelace ', 'Ada Lovelace'],
	['text', '   ', undefined],
	['long_text', 'one\r\ntwo', 'one\ntwo'],
	['number', '1 200.50', 1200.5],
	['number', '-3', -3],
	['number', '1.200,50', 1200.5],
	['date', '24 Nov 2026', '2026-11-24'],
	['date', '2026-12-01', '2026-12-01'],
	['url', 'example.com', 'https://example.com'],
	['url', 'http://example.com/a', 'http://example.com/a'],
	['email', 'Ada@Example.com', 'Ada@Example.com'],
	['boolean', 'yes', true],
	['boolean', 'on', true],
	['boolean', 'No', false],
	['boolean', ['no', 'yes'], true],
	['boolean', 'off', false],
	['boolean', '', false],
	['select', 'SaaS', 'SaaS'],
	['select', 'saas', 'SaaS'],
	['multi_select', 'saas, retail', ['SaaS', 'Retail']],
	['multi_select', ['SaaS', 'Retail', 'SaaS'], ['SaaS', 'Retail']],
	['multi_select', [], undefined],
	['text', 'x'.repeat(51), 'x'.repeat(51)],
	['phone', '0'.repeat(60), '0'.repeat(60)],
	['long_text', 'x'.repeat(30_000), 'x'.repeat(30_000)],
])('%s takes %j as %j', (type, answer, value) => {
	expect(read(question(type), answer)).toEqual(value);
});

test.each<[CustomFieldType, string | string[], string]>([
	['number', 'about 5', 'Answer: "about 5" is not a number. Write it like 4800 or 4800.50.'],
	['number', '4,800', 'Answer: "4,800" can be 4.8 or 4800. Write 4.8 or 4800.'],
	['boolean', 'I agree', 'Answer: "I agree" is neither yes nor no. Write yes or no.'],
	[
		'date',
		'03/12/2026',
		'Answer: "03/12/2026" does not say whether the day or the month comes first. Write 2026-12-03 or 2026-03-12.',
	],
	['url', 'none', 'Answer: "none" is not a web address. Write it like https://example.com.'],
	['email', 'ada', 'Write "Answer" like an email address, e.g. ada@example.com.'],
	['select', 'Banking', 'Answer: "Banking" is not one of the options. Choose from: SaaS, Retail.'],
	['url', `example.com/${'x'.repeat(50)}`, '"Answer" is longer than 50 characters. Shorten it.'],
	['email', `${'x'.repeat(50)}@example.com`, '"Answer" is longer than 50 characters. Shorten it.'],
])('%s refuses %j with a sentence', (type, answer, sentence) => {
	expect(read(question(type), answer)).toBe(sentence);
});

test.each<[CustomFieldType, string]>([
	['text', 'Fill in "Answer".'],
	['boolean', 'Check "Answer" to continue.'],
	['select', 'Choose an option for "Answer".'],
	['multi_select', 'Choose at least one option for "Answer".'],
])('a required %s that is left out is missed', (type, sentence) => {
	expect(read(question(type, { required: true }), '')).toBe(sentence);
});

test('a budget is an amount of money', () => {
	const budget = question('number', { key: undefined });
	expect(read(budget, '$4,800')).toBe(4800);
	expect(read(budget, '-1')).toBe('Answer: "-1" is below 0. Write an amount from 0, e.g. 4800.');
});
