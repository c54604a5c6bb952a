import { passes } from '../../../contract/filters';
import type { Event } from '../../../contract/types';
import type { WebhookRow } from './store';

/**
 * Returns whether an event is one that a webhook is to get: of its types, past its filters, and neither of a proof nor of
 * an undone run unless it asks for those.
 */
export function isWantedBy(
	{ events, filters, proof, undo }: Pick<WebhookRow, 'events' | 'filters' | 'proof' | 'undo'>,
	event: Event,
): boolean {
	if (event.proof === true && !proof) return false;
	if (event.undo === true && !undo) return false;
	return events.includes(event.type) && passes(event, filters);
}
