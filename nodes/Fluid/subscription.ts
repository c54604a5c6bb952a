import type { IHookFunctions } from 'n8n-workflow';
import type { Webhook, WebhookInput } from '../../contract/types';
import { beginNoting, fetchMissed, noteMissed } from './catchUp';
import { undefinedIfGone } from './gone';
import { triggerState, type KeptWebhook, type Side } from './kept';
import { fetchLatest } from './latestEvent';
import { list } from './pages';
import { connect, type FluidClient } from './request';
import { newWebhookSecret, testSecret } from './secret';
import { nameFor } from './webhookName';
import { wantedWebhook } from './wantedWebhook';
import { forgetOtherWorkspace } from './sameWorkspace';

/** Makes, finds and removes the node's webhook when its workflow is switched on and off. */
export const subscription = { checkExists, create, delete: remove };

async function checkExists(this: IHookFunctions): Promise<boolean> {
	const side = sideAtStart(this);
	const fluid = await connectFor(this, side);
	const known = triggerState(this)[side];
	if (known === undefined) return false;
	const webhook = await found(fluid, known.id);
	if (webhook === undefined) {
		if (side === 'production') await noteMissed(this, fluid, known.id);
		delete triggerState(this)[side];
		return false;
	}
	if (!isAsWanted(webhook, known, await wantedWebhook(this, fluid))) return false;
	if (webhook.status === 'paused') await resume(this, fluid, known);
	if (side === 'production') await beginNoting(this, fluid, webhook);
	return true;
}

async function create(this: IHookFunctions): Promise<boolean> {
	const side = sideAtStart(this);
	const fluid = await connectFor(this, side);
	const wanted = await wantedWebhook(this, fluid);
	await removeKept(this, fluid, side);
	await removeForgotten(fluid, wanted.url);

	const secret = side === 'test' ? await testSecret(this) : newWebhookSecret();
	const body = { ...wanted, name: nameFor(this), secret };
	const webhook = await fluid<Webhook>({ method: 'POST', path: '/api-webhooks', body });
	const { id, filters } = webhook;
	triggerState(this)[side] = { id, url: wanted.url, secret, asked: asked(wanted), filters };
	if (side === 'test') {
		await fetchLatest(this, fluid, webhook);
		return true;
	}
	await beginNoting(this, fluid, webhook);
	await fetchMissed(this, fluid, id);
	return true;
}

async function remove(this: IHookFunctions): Promise<boolean> {
	const side = sideAtEnd(this);
	await removeKept(this, await connectFor(this, side), side);
	return true;
}

async function connectFor(context: IHookFunctions, side: Side): Promise<FluidClient> {
	const fluid = await connect(context);
	if (side === 'production') await forgetOtherWorkspace(triggerState(context), fluid);
	return fluid;
}

/** What arrives between now and the next webhook is missed, so it is noted before this one goes. */
async function removeKept(context: IHookFunctions, fluid: FluidClient, side: Side): Promise<void> {
	const known = triggerState(context)[side];
	if (known === undefined) return;
	if (side === 'production') await noteMissed(context, fluid, known.id);
	await undefinedIfGone(fluid({ method: 'DELETE', path: `/api-webhooks/${known.id}` }));
	delete triggerState(context)[side];
}

/**
 * Removes what the node made and does not know of: n8n forgets what is kept for the test URL when it is restarted, and
 * the answer that names a new webhook may be lost. The URL is this node's alone.
 */
async function removeForgotten(fluid: FluidClient, url: string): Promise<void> {
	const webhooks = await list<Webhook>(fluid, '/api-webhooks');
	for (const { id } of webhooks.filter((webhook) => webhook.url === url)) {
		await undefinedIfGone(fluid({ method: 'DELETE', path: `/api-webhooks/${id}` }));
	}
}

/** Fluid pauses a webhook whose receiver fails for days, and a user can by hand; switching on means go on. */
async function resume(
	context: IHookFunctions,
	fluid: FluidClient,
	{ id }: KeptWebhook,
): Promise<void> {
	const side = sideAtStart(context);
	if (side === 'production') await noteMissed(context, fluid, id);
	await fluid({ method: 'PATCH', path: `/api-webhooks/${id}`, body: { status: 'active' } });
	if (side === 'production') await fetchMissed(context, fluid, id);
}

function found(fluid: FluidClient, id: string): Promise<Webhook | undefined> {
	return undefinedIfGone(fluid<Webhook>({ method: 'GET', path: `/api-webhooks/${id}` }));
}

/** One whose secret was rotated in Fluid signs with a secret that the node never saw. */
function isAsWanted(webhook: Webhook, known: KeptWebhook, wanted: WebhookInput): boolean {
	return (
		!webhook.secret_rotated_at &&
		known.asked === asked(wanted) &&
		webhook.url === wanted.url &&
		isSame([...webhook.events].sort(), wanted.events) &&
		isSame(webhook.filters, known.filters)
	);
}

function asked({ url, events, filters }: WebhookInput): string {
	return JSON.stringify([url, events, filters]);
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** n8n says "manual" when it listens at the test URL, but not when it stops listening there. */
function sideAtStart(context: IHookFunctions): Side {
	return context.getActivationMode() === 'manual' ? 'test' : 'production';
}

function sideAtEnd(context: IHookFunctions): Side {
	return triggerState(context).test?.url === context.getNodeWebhookUrl('default')
		? 'test'
		: 'production';
}
