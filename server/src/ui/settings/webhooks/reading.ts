import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppContext } from '../../../context';
import { sendPage } from '../../kit/sendPage';
import { listOf } from '../../../http/paging';
import {
	countHeld,
	isDeliveryStatus,
	listLastDeliveries,
	listDeliveries,
} from '../../../webhooks/deliveryLog';
import { getWebhook, listWebhooks, type WebhookRow } from '../../../webhooks/store';
import { loadChoices } from './choices';
import { webhooksPage } from './listPage';
import { WEBHOOKS } from './paths';
import { webhookPage } from './webhookPage';
import type { PageContext } from '../../kit/pageContext';
import type { WebhookPage } from './webhookView';

type ById = { Params: { id: string }; Querystring: LogQuery };
/** A name that is given twice arrives as a list. */
type LogQuery = { status?: unknown; cursor?: unknown };

const WEBHOOKS_SHOWN = 50;
const DELIVERIES_SHOWN = 25;

/** The list of webhooks, and the page of each. */
export function webhookReading(pages: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;

	pages.get<{ Querystring: LogQuery }>(WEBHOOKS, async ({ pageContext, query }, reply) => {
		const page = { limit: WEBHOOKS_SHOWN, cursor: text(query.cursor) };
		const rows = await listWebhooks(database, pageContext.workspace.id, {
			...page,
			limit: page.limit + 1,
		});
		const { data, next_cursor } = listOf(
			rows,
			page,
			({ id }) => id,
			(row) => row,
		);
		const last = await listLastDeliveries(
			database,
			data.map(({ id }) => id),
		);
		return sendPage(reply, pageContext, webhooksPage(data, last, next_cursor, now()));
	});

	pages.get<ById>(`${WEBHOOKS}/:id`, async ({ pageContext, params, query }, reply) => {
		const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
		return showWebhook(fluid, reply, pageContext, webhook, { query });
	});
}

/** Answers with the page of a webhook. */
export async function showWebhook(
	{ database, now }: AppContext,
	reply: FastifyReply,
	pageContext: PageContext,
	webhook: WebhookRow,
	{ query = {}, replay }: { query?: LogQuery } & Pick<WebhookPage, 'replay'>,
): Promise<FastifyReply> {
	const status = isDeliveryStatus(query.status) ? query.status : undefined;
	const page = { limit: DELIVERIES_SHOWN, cursor: text(query.cursor) };
	const found = await listDeliveries(database, webhook, {
		...page,
		status,
		limit: page.limit + 1,
	});
	const { data, next_cursor } = listOf(
		found,
		page,
		({ id }) => id,
		(delivery) => delivery,
	);
	const parts = {
		webhook,
		choices: await loadChoices(database, pageContext.workspace.id),
		held: await countHeld(database, webhook),
		log: {
			deliveries: data,
			status,
			isOlder: page.cursor !== undefined,
			older: next_cursor,
		},
		...(replay && { replay }),
	};
	return sendPage(reply, pageContext, webhookPage(pageContext, parts, now()), replay ? 422 : 200);
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}
