import type { Bundle, ZObject } from 'zapier-platform-core';
import type { EventName } from '../../../contract/events';
import type { Webhook } from '../../../contract/types';
import { call } from '../request';
import { wantedFilters } from './filters';

/** What Zapier keeps of a subscription until it is ended. */
export type Subscription = Pick<Webhook, 'id'> & { secret: string };

/** Returns what subscribes a Zap's own address to an event. */
export function subscribe(event: EventName) {
	return async (z: ZObject, bundle: Bundle): Promise<Subscription> => {
		const body = {
			url: bundle.targetUrl,
			events: [event],
			filters: wantedFilters(bundle.inputData),
		};
		const { data } = await call<Required<Webhook>>(z, bundle, 'POST', '/api-webhooks', {
			gives: ['id', 'secret'],
			body,
		});
		return { id: data.id, secret: data.secret };
	};
}

/** Ends a subscription. One that is gone already is no error: the Zap could else never be turned off. */
export async function unsubscribe(z: ZObject, bundle: Bundle): Promise<Pick<Webhook, 'id'>> {
	const { id } = bundle.subscribeData as Subscription;
	await call(z, bundle, 'DELETE', `/api-webhooks/${encodeURIComponent(id)}`, {
		gives: [],
		missingIsFine: true,
	});
	return { id };
}
