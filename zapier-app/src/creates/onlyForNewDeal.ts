import type { PlainInputField } from 'zapier-platform-core';
import { choosePipeline } from '../dropdowns/pipelines';
import { chooseNewDealStage } from '../dropdowns/stages';
import { dealField } from '../fields/inputFields';
import { forNewDeal } from '../fields/onCreate';

/** What counts only when the deal is created: what a person has written into an open one since then stays. */
export const onlyForNewDeal: PlainInputField[] = [
	dealField('name', {
		helpText:
			'Name of the deal, e.g. Acme website. Fields under this heading are used only when a deal is created; they then take precedence over the fields of the same name above.',
	}),
	dealField('pipeline_id', {
		...choosePipeline,
		helpText:
			'The pipeline in which a deal is created. **Contact Email** then looks for open deals in all pipelines, unless **Pipeline** above names one.',
	}),
	dealField('stage_id', {
		...chooseNewDealStage,
		helpText: "The stage in which a deal is created; the pipeline's first stage when left empty.",
	}),
	...[
		'value',
		'currency',
		'status',
		'lost_reason',
		'external_id',
		'owner_email',
		'source',
		'labels',
		'note',
		'contact_email',
		'contact_name',
		'contact_first_name',
		'contact_last_name',
		'contact_phone',
		'contact_title',
		'contact_linkedin_url',
		'company_name',
		'company_domain',
		'reminder_in_days',
		'reminder_at',
		'reminder_note',
	].map((key) => dealField(key)),
].map(forNewDeal);
