import type { Search, SearchOrCreate } from 'zapier-platform-core';
import { findContactSearch } from './findContact';
import { findDealSearch } from './findDeal';

/** The searches. */
export const searches = {
	find_deal: findDealSearch,
	find_contact: findContactSearch,
} satisfies Record<string, Search>;

/** The searches that create what they do not find. */
export const searchOrCreates = {
	find_deal: {
		key: 'find_deal',
		display: {
			label: 'Find or Create Deal',
			description: 'Finds a deal, or creates one when none is found.',
		},
		search: 'find_deal',
		create: 'create_deal',
	},
	find_contact: {
		key: 'find_contact',
		display: {
			label: 'Find or Create Contact',
			description: 'Finds a contact, or creates one when none is found.',
		},
		search: 'find_contact',
		create: 'create_contact',
	},
} satisfies Record<string, SearchOrCreate>;
