import { describe, expect, test } from 'vitest';
import { faultCodes } from '../contract/faults';
import { problems, type ProblemCode } from '../contract/problems';
import type { InputError, Problem } from '../contract/types';
import { problemSentence } from '../nodes/Fluid/sentences';

/** What belongs to the API rather than to the node: a call, a quoted field, an ID in small letters. */
const OF_THE_API =
	/\b(GET|POST|PATCH) |\/api-|"(match_on|stage_id|pipeline_id|in_days|at|mode)"|\bid\b/;

/** What the node can meet in an operation: not what only pages, other clients or their own mistakes bring about. */
const MET: ProblemCode[] = [
	'deal_not_found',
	'contact_not_found',
	'pipeline_not_found',
	'stage_not_found',
	'deal_exists',
	'ambiguous_match',
	'contact_exists',
	'idempotency_key_reused',
	'too_large',
	'missing_key',
];

const paramsOf: Record<string, unknown> = {
	id: 'deal_1',
	external_id: 'crm-1',
	email: 'ada@example.com',
	pipeline: 'Sales',
	name: 'Engines',
	count: 2,
	names: ['at', 'in_days'],
	match_on: 'email',
	stage: 'Talking',
	owner: 'Partners',
};

const problem = (code: ProblemCode, more: Partial<Problem> = {}): Problem => ({
	type: 'about:blank',
	title: '',
	status: problems[code].status,
	detail: problems[code].detail,
	code,
	request_id: 'req_1',
	...more,
});
const refused = (error: Partial<InputError>, resource = 'deal') => {
	const errors = [{ pointer: '/stage', detail: 'It is wrong.', ...error }];
	return problemSentence(problem('invalid_input', { errors }), resource);
};

describe('a sentence speaks of fields of the node', () => {
	test.each(MET)('%s', (code) => {
		const names = problems[code].params ?? [];
		const alone = names.map((name) => ({ [name]: paramsOf[name] }));
		const all = Object.fromEntries(names.map((name) => [name, paramsOf[name]]));

		for (const params of [...alone, all]) {
			expect(problemSentence(problem(code, { params }), 'deal')).not.toMatch(OF_THE_API);
		}
	});

	test.each([
		['match_needs_value', '/contact/email'],
		['deal_needs_name', '/name'],
		['reason_without_loss', '/lost_reason'],
		['not_both', '/reminder'],
		['needs_one_of', '/reminder'],
		['stage_elsewhere', '/stage_id'],
		['stage_not_found', '/stage_id'],
		['pipeline_not_found', '/pipeline_id'],
	] as const)('fault %s', (code, pointer) => {
		const names = faultCodes[code].params.filter((name) => name !== 'name');
		const params = Object.fromEntries(names.map((name) => [name, paramsOf[name]]));

		const sentence = refused({ code, pointer, params });

		expect(sentence).not.toContain('It is wrong.');
		expect(sentence).not.toMatch(OF_THE_API);
	});
});

test('a name that nothing has keeps the nearest one that Fluid knows', () => {
	const detail = '"Contatced" is not a stage of pipeline "Sales". Did you mean "Contacted"?';
	const params = { name: 'Contatced', pipeline: 'Sales' };

	expect(refused({ code: 'stage_not_found', detail, params })).toBe(`Stage: ${detail}`);
});

test('a fault of a new deal alone says so', () => {
	const detail = '"currency" is "EURO", which is no currency code.';

	expect(refused({ pointer: '/on_create/currency', detail })).toBe(
		'Currency (Only for a New Deal) is "EURO", which is no currency code.',
	);
});

test('a contact has names of its own', () => {
	const detail = '"name" is longer than 200 characters. Shorten it.';

	expect(refused({ pointer: '/name', detail }, 'contact')).toMatch(/^Contact Name is longer/);
	expect(refused({ pointer: '/name', detail })).toMatch(/^Deal Name is longer/);
});

test('a service of before, which sends no parameters, is quoted', () => {
	const detail = 'No deal has the external id "crm-1".';

	expect(problemSentence(problem('deal_not_found', { detail }), 'deal')).toBe(detail);
});

test('several deals that match are named by the sentence itself, in a request of many', () => {
	const detail = 'ada@example.com has 2 open deals. Send the id of the one you mean: deal_1 (Sea).';
	const fault = {
		pointer: '',
		code: 'ambiguous_match',
		detail,
		params: { email: 'ada', count: 2 },
	};

	expect(refused(fault)).toBe(detail);
});
