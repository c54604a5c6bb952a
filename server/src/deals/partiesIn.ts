import { nameKey } from '../../../contract/identity';
import { companiesByName } from '../companies/store';
import { contactsByEmail } from '../contacts/store';
import type { LookedUpAhead } from '../database/lookUp';
import { emailKey } from '../values/email';
import { dealsByExternalId, dealsById, openDealsByEmail } from './ahead';

/** A deal as it was sent, of which nothing is known to be right. */
type Sent =
	| {
			id?: unknown;
			external_id?: unknown;
			match_on?: unknown;
			contact?: { email?: unknown };
			company?: unknown;
	  }
	| null
	| undefined;

/** Returns by what the deals in a body are looked up, and their contacts and companies. */
export function partiesIn(body: unknown): LookedUpAhead[] {
	const { deals } = body as { deals?: unknown };
	const sent = (Array.isArray(deals) ? deals : [body]) as Sent[];
	const emails = sent.map((deal) => deal?.contact?.email);
	const names = sent.map((deal) => nameOf(deal?.company));
	const matched = sent.filter((deal) => deal?.match_on === 'email');
	return [
		{ lookUp: dealsById, keys: sent.map((deal) => deal?.id).filter(isText) },
		{ lookUp: dealsByExternalId, keys: sent.map((deal) => deal?.external_id).filter(isText) },
		{
			lookUp: openDealsByEmail,
			keys: matched
				.map((deal) => deal?.contact?.email)
				.filter(isText)
				.map(emailKey),
		},
		{ lookUp: contactsByEmail, keys: emails.filter(isText).map(emailKey) },
		{ lookUp: companiesByName, keys: names.filter(isText).map(nameKey) },
	].filter(({ keys }) => keys.length > 0);
}

function nameOf(company: unknown): unknown {
	return typeof company === 'object' && company !== null && 'name' in company
		? company.name
		: company;
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}
