/** Fields of a deal that have a rule of their own: what a new deal must have, what belongs together, what is looked up. */
export const ruledDealFields = [
	'id',
	'name',
	'currency',
	'pipeline_id',
	'stage_id',
	'status',
	'lost_reason',
	'contact',
	'company',
	'custom_fields',
	'reminder',
] as const;
