import type { PlainInputField } from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import type { Deal } from '../../../contract/types';
import { type DropdownEntry, dropdown } from './dropdown';
import { readDropdownPage } from './pages';

export const dealList = dropdown({
	key: 'deal_list',
	noun: 'Deal',
	canPaginate: true,
	entries: async (z, bundle) => (await readDropdownPage<Deal>(z, bundle, '/api-deals')).map(entry),
	sample: entry(deal),
});

/** What makes a field a choice of a deal, or the outcome of a search for one. */
export const chooseDeal: Partial<PlainInputField> = {
	dynamic: 'deal_list.id.name',
	search: 'find_deal.id',
};

/** Deals often have the same name, so the stage stands beside it. */
function entry({ id, name, pipeline_name, stage_name }: Deal): DropdownEntry {
	return { id, name: `${name} (${pipeline_name}, ${stage_name})` };
}
