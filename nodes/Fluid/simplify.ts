import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Contact, Deal } from '../../contract/types';

/** Off at first: a deal is the same object in every answer and event, so that an expression works behind any of them. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: false,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Returns what was read as the user wants it: whole, or what tables and AI agents need of it, side by side. */
export function asWanted<T>(
	context: IExecuteFunctions,
	item: number,
	read: T[],
	simplified: (whole: T) => object,
): object[] {
	const isSimple = context.getNodeParameter('simplify', item, false) === true;
	return isSimple ? read.map(simplified) : (read as object[]);
}

/** Returns a deal in short. */
export function simplifiedDeal(deal: Deal): object {
	return {
		id: deal.id,
		name: deal.name,
		value: deal.value,
		currency: deal.currency,
		status: deal.status,
		pipeline_name: deal.pipeline_name,
		stage_name: deal.stage_name,
		contact_name: deal.contact?.name ?? null,
		contact_email: deal.contact?.email ?? null,
		company_name: deal.company?.name ?? null,
		custom_fields: deal.custom_fields,
		url: deal.url,
		updated_at: deal.updated_at,
	};
}

/** Returns a contact in short. */
export function simplifiedContact(contact: Contact): object {
	return {
		id: contact.id,
		name: contact.name,
		email: contact.email,
		phone: contact.phone,
		title: contact.title,
		company_name: contact.company?.name ?? null,
		updated_at: contact.updated_at,
	};
}
