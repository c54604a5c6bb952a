import { type EventName, events } from '../../../../../contract/events';
import { inWords } from '../../../../../contract/fields';
import type { Attempt, Delivery, WebhookFilters } from '../../../../../contract/types';
import { schemas } from '../../../../../contract/schemas';
import { type Watchable, watchableFields } from '../../../../../contract/watchable';
import { html, type Html } from '../../../html/html';
import { sentenceCase } from '../../../html/sentenceCase';
import { when } from '../../kit/time';
import type { WebhookRow } from '../../../webhooks/store';
import type { Choices } from './choices';
import { deliveryPath } from './paths';

const COLOURS = {
	active: 'good',
	paused: 'warn',
	succeeded: 'good',
	failed: 'bad',
	pending: '',
	held: 'warn',
	skipped: '',
};

/** What the choices of how a webhook delivers are called. */
export const CALLED = { deliver: 'What one delivery carries', ordering: 'Order' };

/** The choices of how a webhook delivers, in words. */
export const DELIVERY_WORDS: {
	deliver: Record<WebhookRow['deliver'], string>;
	ordering: Record<WebhookRow['ordering'], string>;
} = {
	deliver: { each_event: 'One event', each_change: 'One change, with all of its events' },
	ordering: { none: 'Each as soon as possible', per_object: 'In order, for each deal or contact' },
};

/** Returns for which other delivery one waits; nothing for all others. */
export function waitingHelp({ id }: WebhookRow, { waits_for }: Delivery): Html | false {
	return (
		waits_for !== null &&
		html`<p class="help">
			Waits until <a href="${deliveryPath(id, waits_for)}">the one before</a> has arrived, is given
			up or is skipped.
		</p>`
	);
}

/** Returns what else happened in the change that a delivery carries; nothing where it carries one event. */
export function otherEvents({ types }: Delivery): Html | false {
	const [, ...others] = types;
	return others.length > 0 && html`<p class="help">with ${eventTitles(others)}</p>`;
}

/** Returns the status of a webhook or a delivery as a label in its colour. */
export function statusTag(status: WebhookRow['status'] | Delivery['status']): Html {
	return html`<span class="tag ${COLOURS[status]}">${inWords(status)}</span>`;
}

/** Returns how a webhook is doing: its status, and since when its receiver takes nothing. */
export function webhookHealth({ status, failing_since }: WebhookRow, now: Date): Html {
	return html`${statusTag(status)}
	${failing_since && html`<span class="tag bad">Failing</span> since ${when(failing_since, now)}`}`;
}

/** Returns why a delivery waits that is held, and what sends it; nothing for all others. */
export function heldHelp(webhook: WebhookRow, { status }: Delivery): Html | false {
	const advice =
		webhook.ordering === 'per_object'
			? 'Waiting because the webhook is paused. It is sent, in its order, when you resume it.'
			: webhook.status === 'paused'
				? 'Waiting because the webhook is paused. Resume it, then replay or retry this delivery.'
				: 'Held while the webhook was paused. It is only sent if you replay or retry it.';
	return status === 'held' && html`<p class="help">${advice}</p>`;
}

/** Returns whom or what a delivery is about, a deal with a link to its page; nothing for a sample. */
export function subject({ event_type, deal_id, deal_name, contact_name }: Delivery): Html | false {
	if (deal_id === null) return contact_name !== null && html`<p class="help">${contact_name}</p>`;
	const name = deal_name ?? deal_id;
	return html`<p class="help">
		${event_type === 'deal.deleted' ? name : html`<a href="/deals/${deal_id}">${name}</a>`}
	</p>`;
}

/** Returns what an attempt came to, e.g. "200 in 38 ms". Of what was fetched, only its end is known. */
export function outcomeOf({ status_code, duration_ms, error }: Attempt): string {
	if (status_code === null && error === null) return 'Fetched';
	return `${status_code ?? 'No answer'} ${status_code === null ? 'after' : 'in'} ${duration_ms.toLocaleString('en')} ms`;
}

/** Returns what an event is called on the pages, e.g. "Deal created". */
export function eventTitle(name: EventName): string {
	return sentenceCase(events[name].title);
}

/** Returns the label of a filter. */
export function filterLabel(name: keyof WebhookFilters): string {
	return sentenceCase(schemas.webhookFilters.properties[name].title);
}

/** Returns what can be watched; a custom field is called as its owner calls it. */
export function watchedFields(pipelines: Choices['pipelines']): Watchable[] {
	return watchableFields(pipelines.flatMap((pipeline) => pipeline.fields)).map(
		({ value, label }) => ({
			value,
			label: value.startsWith('custom_fields.') ? label : sentenceCase(label),
		}),
	);
}

/** Returns the labels of events, the first few of many. */
export function eventTitles(names: WebhookRow['events'], most = names.length): string {
	const titles = names.map(eventTitle);
	const rest = titles.length - most;
	return rest > 0 ? `${titles.slice(0, most).join(', ')} and ${rest} more` : titles.join(', ');
}

/** Returns the filters that are set, each as its label and what it wants, by name. */
export function filterWords(
	filters: WebhookFilters,
	{ pipelines, forms }: Choices,
): Array<{ label: string; value: string }> {
	const stages = pipelines.flatMap((pipeline) =>
		pipeline.stages.map(({ id, name }) => ({ id, name: `${name} (${pipeline.name})` })),
	);
	const fields = watchedFields(pipelines).map(({ value, label }) => ({ id: value, name: label }));
	const names = new Map(
		[...pipelines, ...stages, ...forms, ...fields].map((one) => [one.id, one.name]),
	);
	return Object.entries(filters)
		.filter(([, wanted]) => wanted !== null)
		.map(([name, wanted]) => ({
			label: filterLabel(name as keyof WebhookFilters),
			value: [wanted as string | string[]]
				.flat()
				.map((id) => names.get(id) ?? id)
				.join(', '),
		}));
}
