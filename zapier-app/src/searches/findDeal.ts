import { type Bundle, defineSearch, type ZObject } from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import { readField } from '../../../contract/reading';
import { schemas } from '../../../contract/schemas';
import type { Deal } from '../../../contract/types';
import { chooseDeal } from '../dropdowns/deals';
import { pipelineDropdown } from '../dropdowns/pipelines';
import { customFieldOutputs } from '../fields/customFieldOutputs';
import { type DealKey, dealKeys } from '../fields/dealKeys';
import { dealInputField, withoutHeading } from '../fields/inputFields';
import { outputFields } from '../fields/outputFields';
import { readInputs } from '../fields/readInputs';
import { findPipelineId } from '../pipelines';
import { find } from '../request';
import { bestDeals, isExactly } from './best';
import { exactName, found, needOne, ofExactName, term } from './search';

const reminders = [
	{ value: 'overdue', sample: 'overdue', label: 'Overdue' },
	{ value: 'due_today', sample: 'due_today', label: 'Due today' },
	{ value: 'scheduled', sample: 'scheduled', label: 'Scheduled' },
	{ value: 'none', sample: 'none', label: 'No reminder' },
];

export const findDealSearch = defineSearch({
	key: 'find_deal',
	noun: schemas.deal.title,
	display: {
		label: 'Find Deal',
		description:
			'Finds a deal by the email address of its contact, its external ID, its name or its ID.',
	},
	operation: {
		inputFields: [
			withoutHeading(
				dealInputField('contact_email', {
					helpText: 'Email address of the contact. Of several deals, an open one comes first.',
				}),
			),
			dealInputField('external_id', { helpText: "The deal's ID in your other app." }),
			dealInputField('name', {
				helpText:
					'Name of the deal, its contact or its company, or a part of it. Of several deals, one with exactly this name comes first.',
			}),
			exactName,
			dealInputField('pipeline_id', {
				...pipelineDropdown,
				helpText: 'Look only in this pipeline. A deal must match every field you fill in.',
			}),
			dealInputField('status', { helpText: 'Look only for deals that are open, won or lost.' }),
			dealInputField('owner_email', {
				helpText: 'Look only for deals that the person with this email address is responsible for.',
			}),
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
			dealInputField('id', {
				key: 'deal_id',
				label: 'Deal ID',
				dynamic: chooseDeal.dynamic,
				helpText:
					'The deal with this ID, e.g. from a submission. All other fields are then ignored.',
			}),
		],
		perform,
		sample: { ...deal },
		outputFields: [...outputFields(schemas.deal), customFieldOutputs],
	},
});

async function perform(z: ZObject, bundle: Bundle): Promise<Deal[]> {
	const { deal_id, contact_email, external_id, name, pipeline_id, status } = bundle.inputData;
	const [id, email, externalId, q] = [deal_id, contact_email, external_id, name].map(term) as [
		string,
		string,
		string,
		string,
	];
	needOne(z, {
		'Contact Email': email,
		'External ID': externalId,
		'Deal Name': q,
		'Deal ID': id,
	});
	if (id) {
		const path = `/api-deals/${encodeURIComponent(id)}`;
		const deal = await find<Deal>(z, bundle, path, ['id'], 'deal_not_found');
		return deal ? [deal] : [];
	}
	const given = term(pipeline_id);
	const query = {
		email,
		external_id: externalId,
		q,
		pipeline_id: given && ((await findPipelineId(z, bundle, given)) ?? given),
		status: readStatus(z, status),
		owner_email: term(bundle.inputData.owner_email),
		label: term(bundle.inputData.label),
		reminder: term(bundle.inputData.reminder),
	};
	const ofName = ofExactName<Deal>(z, q, bundle.inputData);
	return found<Deal>(z, bundle, '/api-deals', query, {
		sorted: (deals) => bestDeals(ofName(deals), q),
		isBest: (deal) =>
			(q === '' || isExactly(deal, q)) && (deal.status === 'open' || query.status !== undefined),
	});
}

function readStatus(z: ZObject, status: unknown): string | undefined {
	const { label, field } = dealKeys.get('status') as DealKey;
	const read = (value: unknown) => readField(field, value);
	return readInputs(z, { status }, () => ({ label, read }))[0]?.[1] as string | undefined;
}
