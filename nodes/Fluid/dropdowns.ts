import {
	getCustomFieldKeys,
	getCustomFields,
	getNewDealFieldKeys,
	getWatchableFields,
} from './fieldLists';
import { searchForms, searchNewDealStages, searchPipelines, searchStages } from './pipelineLists';
import { searchContacts, searchDeals } from './recordLists';

/** The lists of the pickers, filled from Fluid with what the user typed. */
export const listSearch = {
	searchPipelines,
	searchStages,
	searchNewDealStages,
	searchForms,
	searchDeals,
	searchContacts,
};

/** The choices of plain dropdowns. */
export const loadOptions = { getCustomFieldKeys, getNewDealFieldKeys, getWatchableFields };

/** The fields a mapper shows. */
export const resourceMapping = { getCustomFields };
