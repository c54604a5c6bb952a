import type { Bundle, ZObject } from 'zapier-platform-core';
import type { EventName } from '../../../contract/events';
import { schemas } from '../../../contract/schemas';
import type { Webhook } from '../../../contract/types';
import { call } from '../request';
import { catchingUp } from './catchUp';
import { wantedFilters } from './filters';

/** What Zapier keeps of a subscription until it is ended. */
export type ZapSubscription = Pick<Webhook, 'id'> & { secret: string };

/** Returns what subscribes a Zap's own address to an event. */
export function subscribeZap(event: EventName) {
	return async (z: ZObject, bundle: Bundle): Promise<ZapSubscription> => {
		const body = {
			url: bundle.targetUrl,
			events: [event],
			name: nameOf(bundle),
			filters: wantedFilters(z, bundle.inputData),
			...catchingUp(z, bundle),
		};
		const { data } = await call<Required<Webhook>>(z, bundle, 'POST', '/api-webhooks', {
			gives: ['id', 'secret'],
			body,
		});
		return { id: data.id, secret: data.secret };
	};
}

const LONGEST_NAME = schemas.webhookInput.properties.name.maxLength;

/** By which people distinguish the webhooks in Fluid. Zapier hands over the name of a Zap here, though its types have none. */
function nameOf({ meta }: Bundle): string {
	const { id, name } = (meta?.zap ?? {}) as { id?: unknown; name?: unknown };
	const zap = String(name ?? '').trim() || (id === undefined ? '' : `Zap ${String(id)}`);
	return [...['Zapier', zap].filter(Boolean).join(': ')].slice(0, LONGEST_NAME).join('');
}

/** Ends a subscription. One that is gone, or never was, is no error: the Zap could else never be turned off. */
export async function unsubscribeZap(
	z: ZObject,
	bundle: Bundle,
): Promise<Partial<Pick<Webhook, 'id'>>> {
	const { id } = (bundle.subscribeData ?? {}) as Partial<ZapSubscription>;
	if (id === undefined) return {};
	await call(z, bundle, 'DELETE', `/api-webhooks/${encodeURIComponent(id)}`, {
		gives: [],
		missingIs: 'webhook_not_found',
	});
	return { id };
}
