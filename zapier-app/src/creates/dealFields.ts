import type { PlainInputField } from 'zapier-platform-core';
import { chooseDeal } from '../dropdowns/deals';
import { pipelineDropdown } from '../dropdowns/pipelines';
import { chooseStage } from '../dropdowns/stages';
import { dealField } from '../fields/inputFields';

/** The deal to change. */
export const dealToChange = dealField('id', {
	key: 'deal_id',
	...chooseDeal,
	required: true,
	helpText: 'Choose a deal, or map a deal ID from an earlier step.',
});

/** Where the deal is. */
export const placeFields = [
	dealField('pipeline_id', pipelineDropdown),
	dealField('stage_id', chooseStage),
];

/** Returns the fields with other help texts, by their keys, where an action does something else with them. */
export function explained(
	fields: PlainInputField[],
	helpTexts: Record<string, string>,
): PlainInputField[] {
	return fields.map((field) => {
		const helpText = helpTexts[field.key];
		return helpText === undefined ? field : { ...field, helpText };
	});
}

/** Everything of a deal but what identifies it and where it is. */
export const restOfDeal = [
	'value',
	'currency',
	'status',
	'lost_reason',
	'owner_email',
	'source',
	'labels',
	'note',
	'contact_email',
	'contact_name',
	'contact_first_name',
	'contact_last_name',
	'contact_phone',
	'contact_title',
	'contact_linkedin_url',
	'contact_rule',
	'company_name',
	'company_domain',
	'reminder_in_days',
	'reminder_at',
	'reminder_note',
].map((key) => dealField(key, key === 'contact_rule' ? { group: 'contact' } : {}));
