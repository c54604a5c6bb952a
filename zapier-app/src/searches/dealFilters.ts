import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { type Reading, readField } from '../../../contract/reading';
import { chosenPlace } from '../chosenPlace';
import { chooseCompany } from '../dropdowns/companies';
import { chooseContact } from '../dropdowns/contacts';
import { pipelineDropdown } from '../dropdowns/pipelines';
import { chooseStage } from '../dropdowns/stages';
import { readChosen } from '../fields/chosen';
import { type DealKey, dealKeys } from '../fields/dealKeys';
import { choice, dealInputField } from '../fields/inputFields';
import { notationOf, type Readable, readInputs } from '../fields/readInputs';
import { term } from './search';

const reminders = [
	choice('overdue', 'Overdue'),
	choice('due_today', 'Due today'),
	choice('scheduled', 'Scheduled'),
	choice('none', 'No reminder'),
];

const orders = [
	choice('newest', 'Newest first'),
	choice('due', 'Due first'),
	choice('updated', 'Changed last first'),
];

const since = (key: string, label: string, what: string): PlainInputField => ({
	key,
	label,
	type: 'string',
	required: false,
	helpText: `Look only for deals that ${what} at or after this date and time, e.g. 2026-12-01 09:00, in the time zone of the Zap unless it names another.`,
});

const times = [
	since('created_since', 'Created Since', 'were created'),
	since('closed_since', 'Closed Since', 'were won or lost'),
	since('updated_since', 'Updated Since', 'changed'),
];

const sort: PlainInputField = {
	key: 'sort',
	label: 'Sort',
	type: 'string',
	required: false,
	choices: orders,
	helpText:
		'Which deal comes first where several match. If you choose one, nothing has to be filled in to search by: the first of all deals that match the other fields is found. **Due first** finds only deals with a reminder.',
};

/** What is filled in only to search by: no field of a deal has its name, or takes what it takes. */
const ownFilters: PlainInputField[] = [
	{
		key: 'label',
		label: 'Label',
		type: 'string',
		required: false,
		helpText: 'Look only for deals with this label.',
	},
	{
		key: 'reminder',
		label: 'Reminder',
		type: 'string',
		required: false,
		choices: reminders,
		helpText:
			'Look only for deals with a reminder that is overdue, due today or scheduled, by the calendar day in UTC, or without one.',
	},
	{
		key: 'contact_id',
		label: 'Contact ID',
		type: 'string',
		required: false,
		...chooseContact,
		helpText: 'Look only for deals with the contact of this ID, e.g. from a submission.',
	},
	{
		key: 'company_id',
		label: 'Company ID',
		type: 'string',
		required: false,
		...chooseCompany,
		helpText: 'Look only for deals with the company of this ID, e.g. from a contact.',
	},
	...times,
	sort,
];

/** The keys of what is filled in only to search by: Find or Create hands them on to what creates. */
export const searchedOnly: ReadonlySet<string> = new Set(ownFilters.map(({ key }) => key));

/** What a search for a deal is narrowed by. */
export const dealFilterFields: PlainInputField[] = [
	dealInputField('pipeline_id', {
		...pipelineDropdown,
		helpText: 'Look only in this pipeline. A deal must match every field you fill in.',
	}),
	dealInputField('stage_id', { ...chooseStage, helpText: 'Look only in this stage.' }),
	dealInputField('status', { helpText: 'Look only for deals that are open, won or lost.' }),
	dealInputField('owner_email', {
		helpText: 'Look only for deals that the person with this email address is responsible for.',
	}),
	...ownFilters,
];

/**
 * Returns what a search is narrowed by, as the API takes it.
 *
 * @throws an error that names every field that cannot be read
 */
export async function searchFilters(
	z: ZObject,
	bundle: Bundle,
): Promise<Record<string, string | undefined>> {
	const { inputData } = bundle;
	const readable = readables(bundle);
	const given = Object.fromEntries(
		Object.keys(readable).map((key) => [key, inputData[key]] as const),
	);
	const read = readInputs(z, given, (key) => readable[key]) as Array<[string, string]>;
	const place = { pipeline_id: term(inputData.pipeline_id), stage_id: term(inputData.stage_id) };
	const texts = ['owner_email', 'label', 'contact_id', 'company_id'];
	return {
		...(await chosenPlace(z, bundle, place)),
		...Object.fromEntries(texts.map((key) => [key, term(inputData[key])])),
		...Object.fromEntries(read),
	};
}

/** Returns the labels of the filters that are filled in. */
export function labelsOf(filters: Record<string, string | undefined>): string[] {
	return dealFilterFields.filter(({ key }) => filters[key]).map(({ label, key }) => label ?? key);
}

function readables(bundle: Bundle): Record<string, Readable> {
	const notation = notationOf(bundle);
	const status = dealKeys.get('status') as DealKey;
	const time = (value: unknown): Reading<unknown> =>
		readField({ type: 'date_time', choices: [] }, value, notation);
	return {
		status: { label: status.label, read: (value) => readField(status.field, value) },
		...Object.fromEntries(
			times.map(({ key, label }) => [key, { label: label as string, read: time }]),
		),
		reminder: { label: 'Reminder', read: (value) => readChosen(value, reminders) },
		sort: { label: 'Sort', read: (value) => readChosen(value, orders) },
	};
}
