import type { Warning, WebhookInput } from '../../../contract/types';
import type { AppContext } from '../context';
import { limits } from '../limits';
import { Warnings } from '../pipelines/oldName';
import { isId, newId } from '../values/ids';
import { inUtc } from '../values/moment';
import { inQuotes } from '../../../contract/nearest';
import { invalidInput, problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { sealedAuthHeader } from './authHeader';
import { catchUp } from './catchUp';
import { findConsumer } from './consumers';
import { noFilters, resolveFilters } from './filterInput';
import { refuseFuture } from './futureTime';
import { lineUp } from './ordering';
import { holdAll } from './queue';
import {
	countWebhooks,
	deliverAfter,
	insertWebhook,
	MOST_WEBHOOKS,
	newSecret,
	findWebhookById,
	type WebhookRow,
} from './store';
import { LONGEST_WAIT_MS, subscribe } from './subscribe';
import { checkUrl, urlMissing } from './url';

/** What a consumer got by subscribing: how many events, how many of those that waited it did not, and whether it lacks older ones. */
export type CaughtUp = { caught_up: number; left_out: number; expired: boolean };

/** What came of subscribing. */
export type Created = {
	webhook: WebhookRow;
	/** Whether this call has made it. */
	isNew: boolean;
	/** If it has. */
	secret: string;
	/** Undefined without a consumer. */
	caughtUp?: CaughtUp;
	/** Of what its filters call by an earlier name; absent if nothing. */
	warnings?: Warning[];
};

/**
 * Makes a webhook, and has it catch up if it is to.
 *
 * @param by its id, where a form has chosen it beforehand, so that it makes one webhook however often it is sent; and
 * the API key that it is created with
 * @throws invalid_input with the place of each fault, too_many_webhooks, too_many_consumers
 */
export async function createWebhook(
	fluid: AppContext,
	workspaceId: string,
	given: unknown,
	by: { id?: string; keyId?: string } = {},
): Promise<Created> {
	const { database, secrets, config, now } = fluid;
	const input = valid<WebhookInput>('webhookInput', given);
	const { id = newId('whk'), keyId = null } = by;
	const { name, url = '', delivery = 'push', events, auth_header = null } = input;
	const { secret = newSecret() } = input;
	if (delivery === 'push') {
		if (url === '') throw urlMissing();
		await checkUrl(url, config);
	}
	const { deliver = 'each_event', ordering = 'none', proof = false, undo = false } = input;
	const sealed = {
		secret: secrets.seal('webhook signing secret', id, secret),
		auth_header: sealedAuthHeader(secrets, id, auth_header),
	};
	checkCatchUp(input, now());
	await settle(fluid, workspaceId, input);
	const warnings = new Warnings();
	const { isExpired, ...created } = await database.write(workspaceId, async (transaction) => {
		const earlier = await findWebhookById(transaction, id);
		if (earlier) return { webhook: earlier, secret, isNew: false, isExpired: false };
		const filters = await resolveFilters(transaction, workspaceId, input.filters, noFilters, {
			warn: warnings.add,
		});
		const at = now();
		const { isReplacement, isExpired, ...place } = await subscribe(
			transaction,
			workspaceId,
			id,
			input,
			at,
		);
		if (!isReplacement && (await countWebhooks(transaction, workspaceId)) >= MOST_WEBHOOKS)
			throw problem('too_many_webhooks');
		const chosen = { url, delivery, events, filters, deliver, ordering, proof, undo };
		const values = {
			id,
			name: name?.trim() ?? null,
			key_id: keyId,
			...chosen,
			...place,
			...sealed,
		};
		const webhook = await insertWebhook(transaction, workspaceId, values, at);
		return { webhook, secret, isNew: true, isExpired };
	});
	const { webhook } = created;
	if (!created.isNew || webhook.consumer === null) return { ...created, ...warnings.inAnswer() };
	if (webhook.is_lining_up) await lineUp(database, webhook, now);
	await catchUp(database, webhook, now, AbortSignal.timeout(LONGEST_WAIT_MS));
	// Before it counts as answered: whoever replaces it from then on counts anew.
	const consumer = await findConsumer(database, workspaceId, webhook.consumer);
	if (webhook.delivers_after !== null) {
		const moment = new Date(now().getTime() + limits.graceMs);
		await database.write(workspaceId, (transaction) => deliverAfter(transaction, webhook, moment));
	}
	const { caught_up = 0, left_out = 0 } = consumer ?? {};
	return {
		...created,
		...warnings.inAnswer(),
		caughtUp: { caught_up, left_out, expired: isExpired },
	};
}

function checkCatchUp(
	{ consumer, catch_up, catch_up_since, catch_up_without }: WebhookInput,
	now: Date,
): void {
	const isDescribed = catch_up_since !== undefined || catch_up_without !== undefined;
	if ((catch_up || isDescribed) && consumer === undefined) {
		const detail = 'Only a consumer can catch up. Give its name, e.g. "warehouse-sync".';
		throw invalidInput([{ pointer: '/consumer', detail }]);
	}
	// A name is new once only: what was said in vain could not be said again.
	if (isDescribed && !catch_up) {
		const detail = 'This says how to catch up, so send "catch_up": true as well, or leave it out.';
		throw invalidInput([{ pointer: '/catch_up', detail }]);
	}
	if (catch_up_without !== undefined && catch_up_since === undefined) {
		const detail =
			'What arrived is left out of what happened since a time: send that as "catch_up_since".';
		throw invalidInput([{ pointer: '/catch_up_since', detail }]);
	}
	const noEvent = (catch_up_without ?? []).findIndex((id) => !isId('evt', id));
	if (noEvent !== -1) {
		const detail = `${inQuotes(catch_up_without?.[noEvent] ?? '')} is not the ID of an event, which begins with evt_.`;
		throw invalidInput([{ pointer: `/catch_up_without/${noEvent}`, detail }]);
	}
	if (catch_up_since !== undefined)
		refuseFuture('/catch_up_since', inUtc(catch_up_since), 'are missing', now);
}

/** Holds what still waits for a consumer that is gone, if a crash has kept its going from being finished. */
async function settle(
	{ database }: AppContext,
	workspaceId: string,
	{ consumer: name }: WebhookInput,
): Promise<void> {
	if (name === undefined) return;
	const consumer = await findConsumer(database, workspaceId, name);
	if (consumer?.webhook_id === null) await holdAll(database, consumer);
}
