import type { Company } from '../../../contract/types';
import type { Reader } from '../database/database';
import { problem } from '../problems/problems';
import { findCompanyById } from './store';

/**
 * Returns the workspace's company with the id.
 *
 * @throws company_not_found
 */
export async function getCompany(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<Company> {
	const company = await findCompanyById(reader, workspaceId, id);
	if (!company) throw problem('company_not_found', undefined, { params: { id } });
	return company;
}
