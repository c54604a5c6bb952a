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
	['date', '2026-12-01', '2026-12-01'],
	['url', 'example.com', 'https://example.com'],
	['url', 'http://example.com/a', 'http://example.com/a'],
	['email', 'Ada@Example.com', 'Ada@Example.com'],
	['boolean', 'yes', true],
	['boolean', '', false],
	['select', 'SaaS', 'SaaS'],
	['multi_select', ['SaaS', 'Retail', 'SaaS'], ['SaaS', 'Retail']],
	['multi_select', [], undefined],
	['text', 'x'.repeat(51), 'x'.repeat(51)],
	['phone', '0'.repeat(60), '0'.repeat(60)],
	['long_text', 'x'.repeat(30_000), 'x'.repeat(30_000)],
])('%s takes %j as %j', (type, answer, value) => {
	expect(read(question(type), answer)).toEqual(value);
});

test.each<[CustomFieldType, string | string[], string]>([
	['number', 'about 5', 'Write "Answer" as a number with a point for decimals, e.g. 1200.50.'],
	['number', '1e5', 'Write "Answer" as a number with a point for decimals, e.g. 1200.50.'],
	['number', '0x10', 'Write "Answer" as a number with a point for decimals, e.g. 1200.50.'],
	['date', '01/12/2026', 'Write "Answer" as year, month and day, e.g. 2026-12-01.'],
	['url', 'none', 'Write "Answer" like a web address, e.g. https://example.com.'],
	['url', 'javascript:alert(1)', 'Write "Answer" like a web address, e.g. https://example.com.'],
	['email', 'ada', 'Write "Answer" like an e-mail address, e.g. ada@example.com.'],
	['select', 'Banking', '"Banking" is not an option of "Answer". Choose another one.'],
	['url', 'ada@example.com', 'Write "Answer" like a web address, e.g. https://example.com.'],
	[
		'url',
		'https://ada:1@a.example',
		'Write "Answer" like a web address, e.g. https://example.com.',
	],
	['email', `${'x'.repeat(50)}@example.com`, '"Answer" is longer than 50 characters. Shorten it.'],
])('%s refuses %j with a sentence', (type, answer, sentence) => {
	expect(read(question(type), answer)).toBe(sentence);
});

test.each<[CustomFieldType, string]>([
	['text', 'Fill in "Answer".'],
	['boolean', 'Tick "Answer" to go on.'],
	['select', 'Choose an option for "Answer".'],
	['multi_select', 'Choose at least one option for "Answer".'],
])('a required %s that is left out is missed', (type, sentence) => {
	expect(read(question(type, { required: true }), '')).toBe(sentence);
});

test('a budget is an amount of money', () => {
	const budget = question('number', { key: undefined });
	expect(read(budget, '4800.505')).toBe(4800.51);
	expect(read(budget, '-1')).toBe('Write "Answer" as an amount from 0 to 999,999,999,999.99.');
});
