import { NodeOperationError } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import type { Contact } from '../../contract/types';
import { emptyField } from './emptyField';
import { byTextMode, byIdMode, locator } from './locators';
import { listAll } from './pages';
import type { FluidConnection } from './request';
import { fromSecond, inFirst } from './version';

/** The field that names the contact, in each version. */
export const contactPicker: INodeProperties[] = [
	inFirst({
		displayName: 'Contact ID',
		name: 'contactId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. con_01k9m6t0x7h4y0bm6f8v1d5n9p',
		description: "The contact's ID in Fluid",
	}),
	fromSecond(
		locator({
			displayName: 'Contact',
			name: 'contactId',
			required: true,
			description: 'The contact to use',
			search: 'searchContacts',
			modes: [
				byIdMode('con_01k9m6t0x7h4y0bm6f8v1d5n9p'),
				byTextMode('By Email', 'email', 'ada@example.com'),
			],
		}),
	),
];

/**
 * Returns the ID of the contact an item means.
 *
 * @throws NodeOperationError when it names none, or an email address that none has
 */
export async function readContactId(
	context: IExecuteFunctions,
	fluid: FluidConnection,
	item: number,
): Promise<string> {
	const given = context.getNodeParameter('contactId', item, '') as
		| INodeParameterResourceLocator
		| string;
	const isPicked = typeof given === 'object';
	const { mode, value } = isPicked ? given : { mode: 'id', value: given };
	const text = String(value ?? '').trim();
	if (text === '') throw emptyField(context, item, isPicked ? 'Contact' : 'Contact ID');
	if (mode !== 'email') return text;
	// Contacts of before may share an address: the oldest, which comes last, is the person, as it is for deals.
	const contact = (await listAll<Contact>(fluid, '/api-contacts', { email: text })).at(-1);
	if (contact !== undefined) return contact.id;
	throw new NodeOperationError(
		context.getNode(),
		`No contact has the email address "${text}". Check it, or choose the contact from the list.`,
		{ itemIndex: item },
	);
}
