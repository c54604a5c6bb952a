import type {
	IDataObject,
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import { personalDealFields, personalFieldLabel } from '../../contract/personalDealFields';
import type { Erasure, ErasureInput } from '../../contract/types';
import { emptyField } from './emptyField';
import { collection, sortedByName } from './fields';
import { byIdMode, byTextMode, locator } from './locators';
import { forEachItem } from './operation';

const WARNING =
	'<b>Erasing cannot be undone.</b> The person is removed from contacts, form submissions, the chosen fields of their deals, stored events, delivery logs and kept responses. Deals stay, with value, stage and dates. What n8n, Zapier and others have received stays there: the output lists who has it, and n8n keeps it in the executions of your workflows until you delete them.';

/** Whom to erase, what of their deals, and whether it is only looked up. */
export const erasureProperties: INodeProperties[] = [
	{ displayName: WARNING, name: 'erasureWarning', type: 'notice', default: '' },
	locator({
		displayName: 'Person',
		name: 'person',
		required: true,
		description:
			'The person to erase. By Email finds the address in any spelling, and also what somebody sent who never became a contact.',
		search: 'searchContacts',
		modes: [
			byTextMode('By Email', 'email', 'ada@example.com'),
			byIdMode('con_01k9m6t0x7h4y0bm6f8v1d5n9p'),
		],
	}),
	{
		displayName: 'Erase for Good',
		name: 'eraseForGood',
		type: 'boolean',
		default: false,
		description:
			'Whether to erase the person. While this is off, the step only returns what would be removed.',
	},
	{
		displayName: 'What to Remove From Deals',
		name: 'dealFields',
		type: 'multiOptions',
		default: [...personalDealFields],
		description:
			'What of the person\'s deals is removed. The name of a deal becomes "[erased]", because it cannot be empty.',
		options: sortedByName(
			personalDealFields.map((field) => ({ name: personalFieldLabel(field), value: field })),
		),
	},
	collection('Options', 'options', [
		{
			displayName: 'Custom Fields to Clear Names or IDs',
			name: 'customFields',
			type: 'multiOptions',
			default: [],
			typeOptions: { loadOptionsMethod: 'getCustomFieldKeys' },
			description:
				'Custom fields to clear in the person\'s deals. Without this option, all that hold text, an email address, a phone number or a URL. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	]),
];

/** Erases the person of each item, or says what there is of them. */
export const erasePeople = forEachItem(async (context, fluid, item) => {
	const erased = context.getNodeParameter('eraseForGood', item, false) === true;
	const body = readErasure(context, item);
	const erasure = await fluid<Erasure>({
		method: 'POST',
		path: '/api-contacts/erase',
		query: erased ? {} : { dry_run: true },
		body,
		expects: 'contact_ids',
		// What is gone is not found a second time, and says so: nothing is erased that was not meant.
		isRepeatable: !erased,
	});
	return { erased, ...erasure };
});

function readErasure(context: IExecuteFunctions, item: number): ErasureInput {
	const { customFields } = context.getNodeParameter('options', item, {}) as {
		customFields?: string[];
	};
	return {
		...readPerson(context, item),
		deal_fields: context.getNodeParameter('dealFields', item, personalDealFields) as NonNullable<
			ErasureInput['deal_fields']
		>,
		...(customFields && { custom_fields: customFields }),
	};
}

/** @throws NodeOperationError where the item names nobody */
function readPerson(context: IExecuteFunctions, item: number): IDataObject {
	const given = context.getNodeParameter('person', item, '') as INodeParameterResourceLocator;
	const text = String(given.value ?? '').trim();
	if (text === '') throw emptyField(context, item, 'Person');
	return given.mode === 'email' ? { email: text } : { contact_id: text };
}
