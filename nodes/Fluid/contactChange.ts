import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import type { ContactChange } from '../../contract/types';
import { clearFields, withGroups } from './fieldValues';
import { howFor } from './version';

const all = fields(schemas.contactChange);
const grouped = all.filter((field) => field.fields.length > 0);

/**
 * Returns what an item changes of a contact.
 *
 * @throws NodeOperationError when it changes nothing
 */
export function readContactChange(context: IExecuteFunctions, item: number): ContactChange {
	const help =
		'There is nothing to change for this item. Add a field under Fields to Change, or choose one under Fields to Clear.';
	return readSomething(context, item, help);
}

/**
 * Returns what an item says of a contact that may not exist yet.
 *
 * @throws NodeOperationError when it says nothing
 */
export function readNewContact(context: IExecuteFunctions, item: number): ContactChange {
	const help =
		'Email is empty for this item, and so is everything else. Give the contact at least an email address or a name.';
	return readSomething(context, item, help);
}

function readSomething(context: IExecuteFunctions, item: number, help: string): ContactChange {
	const contact = readContact(context, item);
	if (Object.keys(contact).length > 0) return contact;
	throw new NodeOperationError(context.getNode(), help, { itemIndex: item });
}

/** Returns what an item says of a contact: what is empty is left out. */
function readContact(context: IExecuteFunctions, item: number): ContactChange {
	const how = howFor(context);
	const group = (name: string) => context.getNodeParameter(name, item, {}) as IDataObject;
	const email = context.getNodeParameter('email', item, '');
	const groups = Object.fromEntries(grouped.map(({ key }) => [key, group(key)]));
	const change = withGroups(all, { email, ...group('changes'), ...groups }, how);
	clearFields(change, group('options').clear);
	return change as ContactChange;
}
