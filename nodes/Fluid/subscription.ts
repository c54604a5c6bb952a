import { NodeApiError, type IHookFunctions } from 'n8n-workflow';
import type { Webhook, WebhookInput } from '../../contract/types';
import { consumerName, originOf } from './consumer';
import { undefinedIfGone } from './gone';
import { triggerState, type StoredWebhook, type TriggerMode } from './triggerState';
import { fetchLatest } from './latestEvent';
import { forgetNoted, notedMissing } from './noted';
import { listAll } from './pages';
import { connect, type FluidConnection } from './request';
import { newWebhookSecret, testSecret } from './secret';
import { nameFor } from './webhookName';
import { wantedWebhook, type WantedWebhook } from './wantedWebhook';

/** Makes, finds and removes the node's webhook when its workflow is switched on and off. */
export const subscription = { checkExists, create, delete: remove };

async function checkExists(this: IHookFunctions): Promise<boolean> {
	const mode = modeAtStart(this);
	const fluid = await connect(this);
	const known = ownWebhook(this, mode);
	if (known === undefined) return false;
	const webhook = await found(fluid, known.id);
	if (webhook === undefined) {
		delete triggerState(this)[mode];
		return false;
	}
	if (mode === 'production') await nameConsumer(this, fluid, webhook);
	if (!isAsWanted(webhook, known, await wantedWebhook(this, fluid))) return false;
	// Fluid pauses a webhook whose receiver fails for days, and a user can by hand; switching on means go on.
	if (webhook.status === 'paused') {
		if (mode === 'production' && catchesUp(this)) return false;
		await fluid({ method: 'PATCH', path: pathOf(known), body: { status: 'active' } });
	}
	if (mode === 'production') forgetNoted(this);
	return true;
}

async function create(this: IHookFunctions): Promise<boolean> {
	const mode = modeAtStart(this);
	const fluid = await connect(this);
	const wanted = await wantedWebhook(this, fluid);
	const consumer = mode === 'production' ? ownConsumer(this) : undefined;
	const known = ownWebhook(this, mode);
	await removeForgotten(fluid, wanted.url, known?.id, consumer);

	const secret = mode === 'test' ? await testSecret(this) : newWebhookSecret();
	const body: WebhookInput = {
		...wanted,
		name: nameFor(this),
		secret,
		...(consumer && { consumer, ...(await missing(this, fluid)) }),
	};
	const webhook = await fluid<Webhook>({ method: 'POST', path: '/api-webhooks', body });
	const { id, filters } = webhook;
	triggerState(this)[mode] = { id, url: wanted.url, secret, asked: asked(wanted), filters };
	if (mode === 'test') await fetchLatest(this, fluid, webhook);
	else forgetNoted(this);
	return true;
}

async function remove(this: IHookFunctions): Promise<boolean> {
	const mode = modeAtEnd(this);
	const fluid = await connect(this);
	const known = ownWebhook(this, mode);
	if (known !== undefined) {
		const webhook = await found(fluid, known.id);
		if (webhook !== undefined && mode === 'production') await nameConsumer(this, fluid, webhook);
		await undefinedIfGone(fluid({ method: 'DELETE', path: pathOf(known) }));
	}
	delete triggerState(this)[mode];
	return true;
}

function ownConsumer(context: IHookFunctions): string {
	return consumerName(context, originOf(context.getNodeWebhookUrl('default')));
}

/** Returns the webhook of a URL; in a copy of this n8n at another address, the one that is kept is the original's. */
function ownWebhook(context: IHookFunctions, mode: TriggerMode): StoredWebhook | undefined {
	const known = triggerState(context)[mode];
	const url = context.getNodeWebhookUrl('default');
	return known && originOf(known.url) === originOf(url) ? known : undefined;
}

/** Names the consumer of a webhook that an earlier version has made, so that Fluid remembers what it has received. */
async function nameConsumer(
	context: IHookFunctions,
	fluid: FluidConnection,
	webhook: Webhook,
): Promise<void> {
	if (webhook.consumer !== null) return;
	const body = { consumer: ownConsumer(context) };
	await fluid({ method: 'PATCH', path: pathOf(webhook), body }).catch((error: unknown) => {
		// Somebody has the name: the new webhook will take its place, and this one goes.
		if (!(error instanceof NodeApiError && error.httpCode === '422')) throw error;
	});
}

/** Says what of the past is to be sent. n8n ends a trigger that is edited and begins it anew, which must lose nothing. */
async function missing(
	context: IHookFunctions,
	fluid: FluidConnection,
): Promise<Pick<WebhookInput, 'catch_up' | 'catch_up_since' | 'catch_up_without'>> {
	if (catchesUp(context)) return { catch_up: true, ...(await notedMissing(context, fluid)) };
	return context.getActivationMode() === 'update' ? { catch_up: true } : {};
}

function catchesUp(context: IHookFunctions): boolean {
	return context.getNodeParameter('options.catchUp', false) === true;
}

/**
 * Removes what the node made and its new webhook does not replace: one from before it had a consumer, or at the test URL,
 * where n8n forgets what is kept when it is restarted. The URL is this node's alone.
 */
async function removeForgotten(
	fluid: FluidConnection,
	url: string,
	knownId: string | undefined,
	consumer: string | undefined,
): Promise<void> {
	const webhooks = await listAll<Webhook>(fluid, '/api-webhooks');
	const forgotten = webhooks.filter(
		(webhook) =>
			(webhook.url === url || webhook.id === knownId) &&
			(consumer === undefined || webhook.consumer !== consumer),
	);
	for (const webhook of forgotten)
		await undefinedIfGone(fluid({ method: 'DELETE', path: pathOf(webhook) }));
}

function pathOf({ id }: Pick<Webhook, 'id'>): string {
	return `/api-webhooks/${id}`;
}

function found(fluid: FluidConnection, id: string): Promise<Webhook | undefined> {
	return undefinedIfGone(fluid<Webhook>({ method: 'GET', path: `/api-webhooks/${id}` }));
}

/** One whose secret was rotated in Fluid signs with a secret that the node never saw. */
function isAsWanted(webhook: Webhook, known: StoredWebhook, wanted: WantedWebhook): boolean {
	return (
		!webhook.secret_rotated_at &&
		known.asked === asked(wanted) &&
		webhook.url === wanted.url &&
		isSame([...webhook.events].sort(), wanted.events) &&
		(webhook.deliver ?? 'each_event') === (wanted.deliver ?? 'each_event') &&
		(webhook.ordering ?? 'none') === (wanted.ordering ?? 'none') &&
		(webhook.proof ?? false) === (wanted.proof ?? false) &&
		isSame(webhook.filters, known.filters)
	);
}

/** What is asked for by default is left out, as it was before there was a choice. */
function asked({ url, events, filters, deliver, ordering, proof }: WebhookInput): string {
	const chosen = [deliver, ordering, proof && 'proof'].filter(Boolean);
	return JSON.stringify([url, events, filters, ...chosen]);
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** n8n says "manual" when it listens at the test URL, but not when it stops listening there. */
function modeAtStart(context: IHookFunctions): TriggerMode {
	return context.getActivationMode() === 'manual' ? 'test' : 'production';
}

function modeAtEnd(context: IHookFunctions): TriggerMode {
	return triggerState(context).test?.url === context.getNodeWebhookUrl('default')
		? 'test'
		: 'production';
}
