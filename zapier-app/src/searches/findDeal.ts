import { type Bundle, defineSearch, type ZObject } from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Deal } from '../../../contract/types';
import { choosePipeline } from '../dropdowns/pipelines';
import { customFieldOutputs } from '../fields/customFieldOutputs';
import { dealField, withoutHeading } from '../fields/inputFields';
import { outputFields } from '../fields/outputFields';
import { pipelineId } from '../place';
import { bestDeals, isExactly } from './best';
import { exactName, found, needOne, ofExactName, term } from './search';

export const findDeal = defineSearch({
	key: 'find_deal',
	noun: schemas.deal.title,
	display: {
		label: 'Find Deal',
		description: 'Finds a deal by the e-mail address of its contact, its external ID or its name.',
	},
	operation: {
		inputFields: [
			withoutHeading(
				dealField('contact_email', {
					helpText: 'E-mail address of the contact. Of several deals, an open one comes first.',
				}),
			),
			dealField('external_id', { helpText: "The deal's ID in your other app." }),
			dealField('name', {
				helpText:
					'Name of the deal, its contact or its company, or a part of it. Of several deals, one with exactly this name comes first.',
			}),
			exactName,
			dealField('pipeline_id', {
				...choosePipeline,
				helpText: 'Look only in this pipeline. Everything that you fill in must fit.',
			}),
			dealField('status', { helpText: 'Look only for deals that are open, won or lost.' }),
		],
		perform,
		sample: { ...deal },
		outputFields: [...outputFields(schemas.deal), customFieldOutputs],
	},
});

async function perform(z: ZObject, bundle: Bundle): Promise<Deal[]> {
	const { contact_email, external_id, name, exact_name, pipeline_id, status } = bundle.inputData;
	const [email, externalId, q] = [contact_email, external_id, name].map(term) as [
		string,
		string,
		string,
	];
	needOne(z, { 'Contact Email': email, 'External ID': externalId, 'Deal Name': q });
	const given = term(pipeline_id);
	const query = {
		email,
		external_id: externalId,
		q,
		pipeline_id: given && ((await pipelineId(z, bundle, given)) ?? given),
		status: term(status),
	};
	const isBest = (deal: Deal) =>
		(q === '' || isExactly(deal, q)) && (deal.status === 'open' || query.status !== '');
	const deals = await found<Deal>(z, bundle, '/api-deals', query, isBest);
	return bestDeals(ofExactName(deals, q, exact_name), q);
}
