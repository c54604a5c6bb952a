import { companyList } from './companies';
import { contactList } from './contacts';
import { dealList } from './deals';
import { formList } from './forms';
import { pipelineList } from './pipelines';
import { newDealStageList, stageList } from './stages';
import { dealFieldList } from './watchedFields';

/** The hidden triggers that fill dropdowns. */
export const dropdowns = {
	pipeline_list: pipelineList,
	stage_list: stageList,
	new_deal_stage_list: newDealStageList,
	form_list: formList,
	deal_list: dealList,
	contact_list: contactList,
	company_list: companyList,
	deal_field_list: dealFieldList,
};
