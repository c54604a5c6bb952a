import type { EventName } from '../../../contract/events';
import type { Contact, Event } from '../../../contract/types';
import type { StoredDeal } from '../deals/joined';
import { eventsOfUpdate } from '../deals/publishUpdatedDeal';
import { renderDeal } from '../deals/render';
import type { DealView } from '../deals/store';
import { contactChanges, dealChanges } from '../events/changes';
import { isWantedBy } from '../webhooks/isWantedBy';
import type { WebhookRow } from '../webhooks/store';
import type { UndoneContact } from './contactPlans';
import type { UndoneDeal } from './dealPlans';

/** What of an event says whether a webhook wants it. */
export type ExpectedEvent = Pick<
	Event,
	'type' | 'pipeline_id' | 'stage_id' | 'changed_fields' | 'previous'
>;

/** Returns the events that undoing a run will record for a deal: they are one change. */
export function eventsOfDeal(
	{ verdict, before, after }: UndoneDeal,
	view: DealView,
): ExpectedEvent[] {
	if (verdict.does === 'delete' && before) return [expected('deal.deleted', before)];
	if (verdict.does !== 'restore' || !before || !after) return [];
	const deal = renderDeal(after, view);
	const changes = dealChanges(renderDeal(before, view), deal);
	return eventsOfUpdate(deal, changes).map((type) => ({ ...expected(type, after), ...changes }));
}

/** Returns those that it will record for a contact. */
export function eventsOfContact({ verdict, before, after }: UndoneContact): ExpectedEvent[] {
	if (verdict.does === 'delete' && before) return [expected('contact.deleted')];
	if (verdict.does !== 'restore' || !before || !after) return [];
	const changes = contactChanges(before as Contact, after);
	return changes.changed_fields.length === 0
		? []
		: [{ ...expected('contact.updated'), ...changes }];
}

/** Returns the event of a deal or contact that shows another name of its company. */
export function eventOfCompany(
	type: 'deal.updated' | 'contact.updated',
	place: { pipeline_id: string | null; stage_id: string | null },
): ExpectedEvent {
	return { type, ...place, changed_fields: ['company'], previous: {} };
}

function expected(type: EventName, deal?: StoredDeal): ExpectedEvent {
	const { pipeline_id = null, stage_id = null } = deal?.row ?? {};
	return { type, pipeline_id, stage_id, changed_fields: [], previous: null };
}

/** Returns how many deliveries the events of one change lead to. */
export function deliveriesOfChange(webhooks: WebhookRow[], events: ExpectedEvent[]): number {
	return webhooks.reduce((sum, webhook) => {
		const wanted = events.filter((event) =>
			isWantedBy(webhook, { ...event, data: {}, undo: true } as Event),
		);
		return sum + (webhook.deliver === 'each_change' ? Math.min(wanted.length, 1) : wanted.length);
	}, 0);
}
