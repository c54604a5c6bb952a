import { eventNames } from '../../../../../contract/events';
import { completed } from '../../../../../contract/reading';
import type { WebhookFilters } from '../../../../../contract/types';
import type { Values } from '../../kit/merge';
import type { Sealed, Secrets } from '../../../secrets/secrets';
import { openedAuthHeader } from '../../../webhooks/authHeader';
import type { WebhookRow } from '../../../webhooks/store';

/** The form of a webhook as it was filled in, whether it can be used or not. */
export type WebhookForm = {
	name: string;
	url: string;
	events: string[];
	filters: Record<Exclude<keyof WebhookFilters, 'changed_fields'>, string>;
	changed_fields: string[];
	deliver: string;
	ordering: string;
	/** Empty leaves a stored one as it is. */
	auth_header: string;
	removesAuthHeader: boolean;
};

type Sent = Record<string, string | string[] | undefined>;

/** Name of the field in which a form that was refused keeps the Authorization header that was typed, sealed. */
export const KEPT_AUTH_HEADER = 'kept_auth_header';

/**
 * Returns the form as a browser has sent it.
 *
 * @param id of the webhook
 */
export function formSent(body: Sent, secrets: Secrets, id: string): WebhookForm {
	const kept = one(body[KEPT_AUTH_HEADER]) as Sealed | '';
	return {
		...withoutToken(body),
		auth_header: one(body.auth_header) || (openedAuthHeader(secrets, id, kept || null) ?? ''),
		removesAuthHeader: body.remove_auth_header !== undefined,
	};
}

function withoutToken(body: Sent): Omit<WebhookForm, 'auth_header' | 'removesAuthHeader'> {
	return {
		name: one(body.name),
		url: completed(one(body.url)),
		events: many(body.events),
		filters: {
			pipeline_id: one(body.pipeline_id),
			stage_id: one(body.stage_id),
			from_stage_id: one(body.from_stage_id),
			form_id: one(body.form_id),
		},
		changed_fields: many(body.changed_fields),
		deliver: one(body.deliver) || 'each_event',
		ordering: one(body.ordering) || 'none',
	};
}

/** Returns the form of a webhook that exists, or an empty one. */
export function formOf(row?: WebhookRow): WebhookForm {
	return {
		name: row?.name ?? '',
		url: row?.url ?? '',
		events: row?.events ?? [],
		filters: {
			pipeline_id: row?.filters.pipeline_id ?? '',
			stage_id: row?.filters.stage_id ?? '',
			from_stage_id: row?.filters.from_stage_id ?? '',
			form_id: row?.filters.form_id ?? '',
		},
		changed_fields: row?.filters.changed_fields ?? [],
		deliver: row?.deliver ?? 'each_event',
		ordering: row?.ordering ?? 'none',
		auth_header: '',
		removesAuthHeader: false,
	};
}

/** Returns what the form asks for, as the API takes it; only of a webhook that is pulled the URL may be empty. */
export function inputOf(form: WebhookForm, delivery: WebhookRow['delivery'] = 'push'): object {
	const filters = Object.entries(form.filters).map(([name, value]) => [name, value || null]);
	return {
		name: form.name || null,
		...((form.url !== '' || delivery === 'push') && { url: form.url }),
		events: form.events,
		filters: {
			...Object.fromEntries(filters),
			changed_fields: form.changed_fields.length > 0 ? form.changed_fields : null,
		},
		deliver: form.deliver,
		ordering: form.ordering,
		...(form.removesAuthHeader && { auth_header: null }),
		...(form.auth_header !== '' && { auth_header: form.auth_header }),
	};
}

/** Returns the values of the form that can be compared, lists in one order: all but the token, which is shown to nobody. */
export function webhookValues(form: WebhookForm): Values {
	const { name, url, events, filters, changed_fields, deliver, ordering } = form;
	return {
		name,
		url,
		deliver,
		ordering,
		events: eventNames.filter((event) => events.includes(event)),
		...filters,
		changed_fields: changed_fields.toSorted(),
	};
}

/** Returns the form with these values in it. */
export function withValues(form: WebhookForm, values: Values): WebhookForm {
	return { ...form, ...withoutToken({ ...values }) };
}

function one(value: string | string[] | undefined): string {
	return [value ?? ''].flat()[0]?.trim() ?? '';
}

function many(value: string | string[] | undefined): string[] {
	return [...new Set([value ?? []].flat())];
}
