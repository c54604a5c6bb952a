import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { EventName } from '../../../../contract/events';
import type { Webhook } from '../../../../contract/types';
import type { RetryingClient } from './retryingClient';

/** What is to be listened to, and where it goes. */
export type ListenOptions = {
	forward: string;
	events: EventName[];
	pipeline?: string;
	stage?: string;
	consumer?: string;
	secret?: string;
	fromNow: boolean;
};

/** A webhook that was just made. */
export type NewWebhook = Webhook & { secret: string };

/**
 * Makes the webhook whose events are fetched. It takes the place of one that an earlier run has left, e.g. because the
 * machine was switched off, with what waits for that.
 */
export async function subscribeListener(
	fluid: RetryingClient,
	wanted: ListenOptions,
): Promise<NewWebhook> {
	const { forward, events, pipeline, stage, secret, fromNow } = wanted;
	const body = {
		delivery: 'pull',
		name: `fluid listen: ${forward}`.slice(0, 200),
		events,
		filters: { ...(pipeline && { pipeline }), ...(stage && { stage }) },
		consumer: wanted.consumer ?? ownName(forward),
		...(secret && { secret }),
	};
	const subscribe = async (catch_up: boolean) => {
		const data = { ...body, catch_up };
		const answer = await fluid.call({ method: 'POST', url: '/api-webhooks', data });
		return answer.data as NewWebhook;
	};
	if (!fromNow) return subscribe(true);
	// Only of one that is gone is left out what waits for it.
	await removeListener(fluid, (await subscribe(false)).id);
	return subscribe(false);
}

/** Removes it. Fluid keeps for its consumer what happens until it comes back. */
export async function removeListener(fluid: RetryingClient, id: string): Promise<void> {
	await fluid.call({ method: 'DELETE', url: `/api-webhooks/${id}` }, [404]);
}

/** The same on every start, and another one on another machine. */
function ownName(forward: string): string {
	const digest = createHash('sha256').update(`${hostname()}\n${forward}`).digest('hex');
	return `listen:${digest.slice(0, 32)}`;
}
