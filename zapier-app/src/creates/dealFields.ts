import type { PlainInputField } from 'zapier-platform-core';
import { chooseDeal } from '../dropdowns/deals';
import { pipelineDropdown } from '../dropdowns/pipelines';
import { chooseStage } from '../dropdowns/stages';
import { dealKeys } from '../fields/dealKeys';
import { dealInputField } from '../fields/inputFields';

/** The deal to change. */
export const dealToChange = dealInputField('id', {
	key: 'deal_id',
	...chooseDeal,
	required: true,
	helpText: 'Choose a deal, or map a deal ID from an earlier step.',
});

/** Where the deal is. */
export const placeFields = [
	dealInputField('pipeline_id', pipelineDropdown),
	dealInputField('stage_id', chooseStage),
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

/** What identifies a deal or says where it is stands elsewhere in an action; the rest of these is not one field. */
const ELSEWHERE = [
	'id',
	'external_id',
	'name',
	'pipeline_id',
	'pipeline',
	'stage_id',
	'stage',
	'contact',
	'company',
	'custom_fields',
	'reminder',
	'match_on',
	'mode',
	'contact_rule',
	'on_create',
];

const keys = [...dealKeys.keys()];

/** Everything of a deal but what identifies it and where it is: its own fields, then those of its parts. */
export const restOfDeal = [
	...keys
		.filter((key) => !isOfPart(key) && !ELSEWHERE.includes(key))
		.map((key) => dealInputField(key)),
	...keysOf('contact').map((key) => dealInputField(key)),
	dealInputField('contact_rule', { group: 'contact' }),
	...keysOf('company').map((key) => dealInputField(key)),
	...keysOf('reminder').map((key) => dealInputField(key)),
];

function isOfPart(key: string): boolean {
	return dealKeys.get(key)?.part !== undefined;
}

function keysOf(part: string): string[] {
	return keys.filter((key) => dealKeys.get(key)?.part === part);
}
