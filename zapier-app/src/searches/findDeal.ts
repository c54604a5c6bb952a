import { type Bundle, defineSearch, type ZObject } from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Deal } from '../../../contract/types';
import { chooseDeal } from '../dropdowns/deals';
import { customFieldOutputs } from '../fields/customFieldOutputs';
import { dealInputField, withoutHeading } from '../fields/inputFields';
import { outputFields } from '../fields/outputFields';
import { find } from '../request';
import { bestDeals, isExactly } from './best';
import { dealFilterFields, labelsOf, searchFilters } from './dealFilters';
import { exactName, found, needOne, ofExactName, term } from './search';

export const findDealSearch = defineSearch({
	key: 'find_deal',
	noun: schemas.deal.title,
	display: {
		label: 'Find Deal',
		description:
			'Finds a deal by the email address of its contact, its external ID, its name or its ID, or the first of those that match, e.g. the next one due.',
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
			...dealFilterFields,
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
	const { deal_id, contact_email, external_id, name } = bundle.inputData;
	const [id, email, externalId, q] = [deal_id, contact_email, external_id, name].map(term) as [
		string,
		string,
		string,
		string,
	];
	const filters = id ? {} : await searchFilters(z, bundle);
	const { sort, contact_id = '', company_id = '' } = filters;
	const terms = {
		'Contact Email': email,
		'External ID': externalId,
		'Deal Name': q,
		'Contact ID': contact_id,
		'Company ID': company_id,
		Sort: sort ?? '',
		'Deal ID': id,
	};
	needOne(z, terms, { labels: labelsOf(filters), needs: 'Sort' });
	if (id) {
		const path = `/api-deals/${encodeURIComponent(id)}`;
		const deal = await find<Deal>(z, bundle, path, ['id'], 'deal_not_found');
		return deal ? [deal] : [];
	}
	const query = { email, external_id: externalId, q, ...filters };
	const ofName = ofExactName<Deal>(z, q, bundle.inputData);
	const isOfName = (deal: Deal) => q === '' || isExactly(deal, q);
	const isLikeliest = ({ status }: Deal) => status === 'open' || filters.status !== undefined;
	return found<Deal>(z, bundle, '/api-deals', query, {
		// Whoever says which comes first is not to get another one.
		sorted: (deals) => (sort ? ofName(deals) : bestDeals(ofName(deals), q)),
		isBest: (deal) => sort !== undefined || (isOfName(deal) && isLikeliest(deal)),
	});
}
