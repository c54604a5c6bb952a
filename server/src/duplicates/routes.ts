import type { FastifyInstance } from 'fastify';
import type { Contact, ContactMerge } from '../../../contract/types';
import { getContact } from '../contacts/get';
import { type AppContext, madeBy } from '../context';
import { valid } from '../problems/validation';
import { mergeContacts } from './mergeContacts';

/** Merging a contact into another one. */
export function duplicateRoutes(api: FastifyInstance, fluid: AppContext): void {
	api.post<{ Params: { id: string } }>(
		'/api-contacts/:id/merge',
		async ({ apiKey, maker, params, body }): Promise<Contact> => {
			// A contact of another workspace does not exist, whatever is to be merged into it.
			const { id } = await getContact(fluid.database, apiKey.workspace_id, params.id);
			const { contact_id } = valid<ContactMerge>('contactMerge', body);
			const merge = { keptId: id, mergedId: contact_id };
			return (await mergeContacts(madeBy(fluid, maker), apiKey.workspace_id, merge)).contact;
		},
	);
}
