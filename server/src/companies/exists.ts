import type { Company } from '../../../contract/types';
import { problem, type Refusal } from '../problems/problems';

/** Returns the refusal of a domain or name by which another company is found. */
export function companyExists({ id, name, domain }: Company): Refusal {
	const detail = `"${name}" (${id}) is found by this ${domain === null ? 'name' : 'domain'} already. Use Settings > Duplicates to merge the two instead.`;
	return problem('company_exists', detail, {
		params: { id, name, ...(domain !== null && { domain }) },
	});
}
