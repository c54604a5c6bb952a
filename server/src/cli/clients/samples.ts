import type { Proof } from '../../../../contract/types';

/** A lead that nobody is, of one proof. */
export type SampleLead = {
	/** Different in each proof. */
	run: string;
	email: string;
	/** Of the address, so that it is no company's. */
	domain: string;
	company: string;
};

/** What a deal must be like after a sample has come in. */
export type ExpectedDeal = { status: 'open' | 'won'; stage?: string };

/** A sample of what a tool sends, in its real shape, and what must come of it. */
export type Sample = {
	payload: (lead: SampleLead, settings: Record<string, unknown>) => object;
	/** By the settings of the workflow; undefined where nothing comes of it without a deal from before. */
	expected: (settings: Record<string, unknown>) => ExpectedDeal;
	/** Whether it changes a deal that must be there. */
	needsDeal: boolean;
};

/**
 * Returns whether a deal is what was to come of a sample.
 *
 * @param otherNames what of the blueprint is called something else in the workspace: a stage may have been renamed since
 */
export function isAsExpected(
	deal: Pick<Proof['made']['deals'][number], 'status' | 'pipeline_name' | 'stage_name'>,
	{ status, stage }: ExpectedDeal,
	otherNames: string[],
): boolean {
	const { pipeline_name, stage_name } = deal;
	if (deal.status !== status) return false;
	if (stage === undefined || stage_name === stage) return true;
	return otherNames.includes(
		`Stage "${stage}" of "${pipeline_name}" is called "${stage_name}" here`,
	);
}

/** Returns a lead of a proof. */
export function sampleLead(run: string): SampleLead {
	const domain = `${run}.fluid-proof.example`;
	return { run, domain, email: `sample@${domain}`, company: `Fluid proof ${run}` };
}

const smartlead: Sample = {
	payload: ({ run, email, domain, company }, { positive_replies = 'Interested' }) => ({
		event_type: 'LEAD_CATEGORY_UPDATED',
		lead_id: run,
		lead_email: email,
		to_email: email,
		to_name: 'Fluid Proof',
		campaign_name: 'Fluid proof',
		lead_category: { new_id: 1, new_name: String(positive_replies).split(',')[0]?.trim() },
		lead_data: {
			email,
			first_name: 'Fluid',
			last_name: 'Proof',
			company_name: company,
			website: domain,
		},
		last_reply: {
			stats_id: run,
			type: 'REPLY',
			message_id: `<${run}@${domain}>`,
			email_body: '<div>A sample, sent by fluid clients.</div>',
		},
	}),
	expected: () => ({ status: 'open' }),
	needsDeal: false,
};

const calCom: Sample = {
	payload: ({ run, email }) => {
		const startTime = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000);
		const endTime = new Date(startTime.getTime() + 30 * 60 * 1000);
		return {
			triggerEvent: 'BOOKING_CREATED',
			createdAt: new Date().toISOString(),
			payload: {
				type: 'fluid-proof',
				title: 'Fluid proof',
				uid: run,
				status: 'ACCEPTED',
				startTime: startTime.toISOString(),
				endTime: endTime.toISOString(),
				attendees: [{ name: 'Fluid Proof', email, timeZone: 'UTC' }],
				responses: { email: { label: 'email_address', value: email } },
			},
		};
	},
	expected: ({ stage }) => ({ status: 'open', stage: String(stage ?? '') }),
	needsDeal: false,
};

const stripe: Sample = {
	payload: ({ run, email }) => ({
		id: `evt_${run}`,
		object: 'event',
		type: 'checkout.session.completed',
		data: {
			object: {
				id: `cs_${run}`,
				object: 'checkout.session',
				amount_total: 480050,
				currency: 'eur',
				customer_details: { email, name: 'Fluid Proof' },
				metadata: {},
				mode: 'payment',
				payment_status: 'paid',
				status: 'complete',
			},
		},
	}),
	expected: () => ({ status: 'won' }),
	needsDeal: true,
};

/** A sample of each tool that is proven. */
export const samples = { smartlead, calCom, stripe };
