import type { PlainInputField } from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import type { Company } from '../../../contract/types';
import { type DropdownEntry, dropdown } from './dropdown';
import { readDropdownPage } from './pages';

export const companyList = dropdown({
	key: 'company_list',
	noun: 'Company',
	canPaginate: true,
	entries: async (z, bundle) =>
		(await readDropdownPage<Company>(z, bundle, '/api-companies')).map(entry),
	sample: entry(deal.company as Company),
});

/** What makes a field a choice of a company. */
export const chooseCompany: Partial<PlainInputField> = { dynamic: 'company_list.id.name' };

function entry({ id, name }: Company): DropdownEntry {
	return { id, name };
}
