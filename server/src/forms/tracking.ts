import { isWebAddress } from '../../../contract/reading';
import type { Submission } from '../../../contract/types';
import { queryOf } from './inputs';
import { TRACKING } from './names';
import { type Posted, postedOf, textIn } from './posted';

/** Where a visit came from. */
export type Tracking = Pick<Submission, (typeof TRACKING)[number]>;

const MOST_CHARACTERS = 500;

/**
 * Returns where a visit came from: what the form says itself, else what the page it was on shows. Other
 * names than the known ones are not looked at, and addresses are kept without their query, which may hold anything.
 *
 * @param page address of the page the form was on, from the Referer header
 */
export function trackingOf(posted: Posted, page: string | undefined): Tracking {
	const query = postedOf(queryOf(page ?? ''));
	const entries = TRACKING.map((name) => {
		const given = textIn(posted, name);
		if (name === 'referrer') return [name, addressOf(given)];
		if (name === 'landing_page') return [name, addressOf(given) ?? addressOf(page ?? '')];
		return [name, (given || textIn(query, name)).slice(0, MOST_CHARACTERS) || null];
	});
	return Object.fromEntries(entries) as Tracking;
}

/** Returns where a visit of the hosted form came from, by its own address and the page that led there. */
export function trackingOfVisit(url: string, query: Posted, referer: string | undefined): Tracking {
	return trackingOf({ ...query, landing_page: url, referrer: referer ?? '' }, undefined);
}

function addressOf(text: string): string | null {
	const withoutQuery = text.replace(/[?#].*$/s, '');
	if (!isWebAddress(withoutQuery)) return null;
	const { origin, pathname } = new URL(withoutQuery);
	const address = `${origin}${pathname}`;
	return address.length > MOST_CHARACTERS ? origin : address;
}
