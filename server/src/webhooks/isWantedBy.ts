import { passes } from '../../../contract/filters';
import type { Event } from '../../../contract/types';
import type { WebhookRow } from './store';

/** Returns whether an event is one that a webhook is to get: of its types, past its filters, and no proof unless it asks for those. */
export function isWantedBy(
	{ events, filters, proof }: Pick<WebhookRow, 'events' | 'filters' | 'proof'>,
	event: Event,
): boolean {
	return events.includes(event.type) && passes(event, filters) && (proof || event.proof !== true);
}
