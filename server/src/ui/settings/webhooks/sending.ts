import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { faultsOf } from '../../kit/faults';
import { Gone } from '../../kit/gone';
import { redirectWithFlash } from '../../kit/flash';
import { sendPage } from '../../kit/sendPage';
import { deliveryBody, findDelivery } from '../../../webhooks/deliveryLog';
import { countReplay, replay, retryOne, skipOne } from '../../../webhooks/redeliver';
import { sendTest } from '../../../webhooks/sendTest';
import { getWebhook } from '../../../webhooks/store';
import { deliveryPage } from './deliveryPage';
import { deliveryPath, WEBHOOKS, webhookPath } from './paths';
import { showWebhook } from './reading';
import { replayAnswered, type ReplayFields, replayForm, replayInput } from './replayForm';
import { replayQuestion } from './replayPage';
import { eventTitle } from './words';

type ById = { Params: { id: string } };
type ByDelivery = { Params: { id: string; delivery: string } };
type Test = ById & { Body: { type?: string } };
type AskReplay = ById & { Querystring: ReplayFields };
type Replay = ById & { Body: ReplayFields };

const DELIVERY_GONE = 'That delivery is no longer kept.';
const PAUSED = 'The webhook is paused, so nothing is sent. Resume it first.';

/** Sending a test, retrying or skipping one delivery, replaying all since a time, and what came of each. */
export function webhookSending(pages: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;

	pages.post<Test>(`${WEBHOOKS}/:id/test`, async ({ pageContext, params, body }, reply) => {
		const delivery = await sendTest(fluid, pageContext.workspace.id, params.id, {
			type: body.type,
		});
		const path = deliveryPath(params.id, delivery.id);
		// Its page says what went wrong; a message would read as if all were well.
		if (delivery.status === 'failed') return redirectWithFlash(reply, path);
		return redirectWithFlash(
			reply,
			path,
			delivery.status === 'pending'
				? `A sample of "${eventTitle(delivery.event_type)}" waits until the receiver fetches it.`
				: `A sample of "${eventTitle(delivery.event_type)}" was sent.`,
		);
	});

	pages.get<AskReplay>(`${WEBHOOKS}/:id/replay`, async ({ pageContext, params, query }, reply) => {
		const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
		if (webhook.status === 'paused')
			return redirectWithFlash(reply, webhookPath(params.id), PAUSED);
		const form = replayForm(query);
		// What happens while the question is read is delivered anyway.
		const input = { ...replayInput(form), until: now().toISOString() };
		try {
			const count = await countReplay(fluid, pageContext.workspace.id, params.id, input);
			return sendPage(reply, pageContext, replayQuestion(pageContext, webhook, input, count));
		} catch (reason) {
			const fault = faultsOf(reason).get('/since') as string;
			return showWebhook(fluid, reply, pageContext, webhook, { replay: { ...form, fault } });
		}
	});

	pages.post<Replay>(`${WEBHOOKS}/:id/replay`, async ({ pageContext, params, body }, reply) => {
		const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
		if (webhook.status === 'paused')
			return redirectWithFlash(reply, webhookPath(params.id), PAUSED);
		const input = replayAnswered(body);
		const count = await replay(fluid, pageContext.workspace.id, params.id, input);
		return redirectWithFlash(reply, webhookPath(params.id), replayed(count));
	});

	pages.get<ByDelivery>(
		`${WEBHOOKS}/:id/deliveries/:delivery`,
		async ({ pageContext, params }, reply) => {
			const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
			const delivery = await findDelivery(database, webhook, params.delivery);
			if (!delivery) throw new Gone(webhookPath(params.id), DELIVERY_GONE);
			const body = await deliveryBody(database, delivery.id);
			return sendPage(
				reply,
				pageContext,
				deliveryPage(pageContext, webhook, delivery, body, now()),
			);
		},
	);

	pages.post<ByDelivery>(
		`${WEBHOOKS}/:id/deliveries/:delivery/retry`,
		async ({ pageContext, params }, reply) => {
			const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
			if (webhook.status === 'paused')
				return redirectWithFlash(reply, webhookPath(params.id), PAUSED);
			const delivery = await findDelivery(database, webhook, params.delivery);
			if (!delivery) throw new Gone(webhookPath(params.id), DELIVERY_GONE);
			await retryOne(fluid, pageContext.workspace.id, params.id, params.delivery);
			return redirectWithFlash(
				reply,
				deliveryPath(params.id, delivery.id),
				'It is being sent again.',
			);
		},
	);

	pages.post<ByDelivery>(
		`${WEBHOOKS}/:id/deliveries/:delivery/skip`,
		async ({ pageContext, params }, reply) => {
			const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
			const delivery = await findDelivery(database, webhook, params.delivery);
			if (!delivery) throw new Gone(webhookPath(params.id), DELIVERY_GONE);
			const { status } = await skipOne(fluid, pageContext.workspace.id, params.id, delivery.id);
			const isSkipped = status === 'skipped';
			return redirectWithFlash(
				reply,
				deliveryPath(params.id, delivery.id),
				isSkipped ? 'It is skipped. You can still send it with Retry.' : 'It was done already.',
			);
		},
	);
}

function replayed(count: number): string {
	if (count === 0) return 'There was nothing left to send again.';
	return count === 1
		? '1 event is being sent again.'
		: `${count.toLocaleString('en')} events are being sent again.`;
}
