/** The stages a first pipeline has, and a new one is offered. */
export const USUAL_STAGES = [
	'New lead',
	'Contacted',
	'Meeting booked',
	'Proposal sent',
	'Negotiation',
] as const;
