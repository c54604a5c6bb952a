import { nameKey } from '../../../contract/identity';
import { companiesByName } from '../companies/store';
import { contactsByEmail } from '../contacts/store';
import type { LookedUpAhead } from '../database/lookUp';
import { emailKey } from '../values/email';

/** A deal as it was sent, of which nothing is known to be right. */
type Sent = { contact?: { email?: unknown }; company?: unknown } | null | undefined;

/** Returns by what the contacts and companies of the deals in a body are looked up. */
export function partiesIn(body: unknown): LookedUpAhead[] {
	const { deals } = body as { deals?: unknown };
	const sent = (Array.isArray(deals) ? deals : [body]) as Sent[];
	const emails = sent.map((deal) => deal?.contact?.email);
	const names = sent.map((deal) => nameOf(deal?.company));
	return [
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
