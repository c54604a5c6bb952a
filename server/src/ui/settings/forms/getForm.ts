import type { Reader } from '../../../database/database';
import type { LeadForm } from '../../../forms/form';
import { findForm } from '../../../forms/store';
import { PageRefusal } from '../../kit/pageRefusal';

/**
 * Returns the workspace's form with the id.
 *
 * @throws PageRefusal when it is not in the workspace that is looked at
 */
export async function getForm(reader: Reader, workspaceId: string, id: string): Promise<LeadForm> {
	const form = await findForm(reader, workspaceId, id);
	if (form) return form;
	throw new PageRefusal(
		404,
		'Lead form not found',
		'It was deleted, or it belongs to another workspace: switch to that one and look there.',
	);
}
