import { expect, test } from 'vitest';
import { availableFields } from '../../src/forms/questions';
import { act } from '../../src/ui/settings/forms/actions';
import { checkDraft } from '../../src/ui/settings/forms/checkDraft';
import { type Draft, newDraft } from '../../src/ui/settings/forms/draft';

const sales = {
	id: 'pip_sales',
	name: 'Sales',
	stages: [{ id: 'stg_new', pipeline_id: 'pip_sales', name: 'New lead', position: 1 }],
	fields: [],
};
const valid: Draft = { ...newDraft('stg_new', availableFields(sales)), name: 'Contact us' };

function faultOf(change: Partial<Draft>): string | undefined {
	return checkDraft({ ...valid, ...change }, [sales]).faults[0]?.detail;
}

function names({ fields }: Draft): string[] {
	return fields.map(({ name }) => name);
}

test('a draft with a name can be saved', () => {
	expect(checkDraft(valid, [sales])).toMatchObject({
		faults: [],
		settings: {
			name: 'Contact us',
			pipeline_id: 'pip_sales',
			redirect_url: null,
			consent_text: null,
		},
	});
});

test.each<[string, Partial<Draft>, string]>([
	['no name', { name: '' }, '"Name" is empty. Fill it in.'],
	['no button', { button_text: '' }, '"Button" is empty. Fill it in.'],
	['no thank-you text', { thank_you: '' }, '"Thank-you text" is empty. Fill it in.'],
	['no field', { fields: [] }, 'A form needs at least one field. Add one.'],
	[
		'a stage that is gone',
		{ stage_id: 'stg_gone' },
		'This stage no longer exists. Choose another one.',
	],
	[
		'an address without encryption',
		{ redirect_url: 'http://example.com' },
		'"http://example.com" is not an address that a visitor can be sent to. Write the whole address, beginning with https://, e.g. https://www.example.com/thanks.',
	],
	[
		'a script as address',
		{ redirect_url: 'javascript:alert(1)' },
		'"javascript:alert(1)" is not an address that a visitor can be sent to. Write the whole address, beginning with https://, e.g. https://www.example.com/thanks.',
	],
	[
		'no origin',
		{ allowed_origins: 'ftp://example.com' },
		'"ftp://example.com" cannot be used. Write it like https://www.example.com.',
	],
	[
		'a wildcard for a host',
		{ redirect_hosts: '*.example.com' },
		'"*.example.com" cannot be used. Write it like www.example.com.',
	],
])('%s is refused with a sentence', (_case, change, sentence) => {
	expect(faultOf(change)).toBe(sentence);
});

test('a custom field of another pipeline is refused', () => {
	const region = { name: 'region', label: 'Region', help: '', placeholder: '', required: false };
	expect(faultOf({ fields: [region] })).toBe(
		'"Region" is not a custom field of pipeline "Sales". Remove it, or choose a stage of its pipeline.',
	);
});

test('sites are taken as people write them', () => {
	const { settings } = checkDraft(
		{
			...valid,
			allowed_origins: 'example.com, https://www.example.com/contact',
			redirect_hosts: 'https://shop.example.com/x',
		},
		[sales],
	);
	expect(settings).toMatchObject({
		allowed_origins: ['https://example.com', 'https://www.example.com'],
		redirect_hosts: ['shop.example.com'],
	});
});

test('an address to go to makes the thank-you text unneeded', () => {
	expect(
		faultOf({ thank_you: '', redirect_url: 'https://www.example.com/thanks' }),
	).toBeUndefined();
});

test('buttons move, add and remove fields', () => {
	const fields = availableFields(sales);
	expect(names(act(valid, 'up:email', '', fields)?.draft as Draft)).toEqual([
		'email',
		'name',
		'company',
		'message',
	]);
	expect(names(act(valid, 'down:email', '', fields)?.draft as Draft)).toEqual([
		'name',
		'company',
		'email',
		'message',
	]);
	expect(names(act(valid, 'up:name', '', fields)?.draft as Draft)).toEqual(names(valid));
	expect(names(act(valid, 'remove:company', '', fields)?.draft as Draft)).toEqual([
		'name',
		'email',
		'message',
	]);
	expect(act(valid, 'add:', 'phone', fields)).toMatchObject({ focus: 'label:phone' });
	expect(act(valid, 'save', '', fields)).toBeUndefined();
});
