import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { PulledDelivery, PullResult, Webhook } from '../../contract/types';
import { consumerName, originOf } from './consumer';
import { eventItem } from './eventItem';
import { undefinedIfGone } from './gone';
import { latestExample } from './latestExample';
import { connect, type FluidConnection } from './request';
import { chosenWithFilters } from './wantedWebhook';
import { nameFor } from './webhookName';

/**
 * What the node keeps in the workflow's static data. n8n saves it with the execution that it starts, and not after a run
 * by hand.
 */
export type PollState = {
	webhookId?: string;
	/** What was asked for, to see whether the node was changed since. */
	asked?: string;
	/** Deliveries that were handed to n8n and not committed yet. */
	handed?: string[];
};

/** So many events start one execution at most; the rest are fetched a minute later. */
const MOST_AT_ONCE = 1_000;
const MOST_PER_REQUEST = 200;

/** As long as n8n may take from here until it has saved the execution. */
const LEASE_SECONDS = 120;

/**
 * Returns what is due, and null when nothing is. What the poll before returned is committed first: n8n has started it,
 * or it would have been ended since, and then it is handed out again.
 */
export async function pollEvents(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const fluid = await connect(this);
	const isSimple = this.getNodeParameter('options.simplify', false) === true;
	const asItems = (bodies: string[]) =>
		this.helpers.returnJsonArray(
			bodies.map((body) => eventItem(JSON.parse(body), isSimple) as IDataObject),
		);
	if (this.getMode() === 'manual') return [asItems([await latestExample(this, fluid)])];

	const state = this.getWorkflowStaticData('node') as PollState;
	const { status } = await ownWebhook(this, fluid, state);
	await commitHanded(fluid, state);
	// Whoever paused it in Fluid resumes it there.
	if (status === 'paused') return null;
	const due = await fetchDue(fluid, state);
	if (due.length === 0) return null;
	// Polls may overlap: what another one has handed over stays for the next to commit.
	state.handed = [...(state.handed ?? []), ...due.map(({ id }) => id)];
	return [asItems(due.map(({ body }) => body))];
}

/** Returns the webhook, made anew where it is not as the node is now; it takes over what waits for the one before. */
async function ownWebhook(
	context: IPollFunctions,
	fluid: FluidConnection,
	state: PollState,
): Promise<Webhook> {
	const wanted = await chosenWithFilters(context, fluid);
	const asked = JSON.stringify([wanted.events, wanted.filters, wanted.deliver]);
	const known = state.asked === asked ? await found(fluid, state.webhookId) : undefined;
	if (known !== undefined) return known;
	const body = {
		...wanted,
		delivery: 'pull',
		name: nameFor(context),
		consumer: consumerName(context, originOf(context.getInstanceBaseUrl())),
		catch_up: true,
	};
	const webhook = await fluid<Webhook>({ method: 'POST', path: '/api-webhooks', body });
	Object.assign(state, { webhookId: webhook.id, asked });
	return webhook;
}

async function found(fluid: FluidConnection, id: string | undefined): Promise<Webhook | undefined> {
	if (id === undefined) return undefined;
	const webhook = await undefinedIfGone(
		fluid<Webhook>({ method: 'GET', path: `/api-webhooks/${id}` }),
	);
	return webhook?.delivery === 'pull' ? webhook : undefined;
}

async function commitHanded(fluid: FluidConnection, state: PollState): Promise<void> {
	for (;;) {
		const succeeded = (state.handed ?? []).slice(0, MOST_PER_REQUEST);
		if (succeeded.length === 0) return;
		const path = `/api-webhooks/${state.webhookId}/commit`;
		await fluid({
			method: 'POST',
			path,
			body: { succeeded },
			expects: 'succeeded',
			isRepeatable: true,
		});
		state.handed = (state.handed ?? []).filter((id) => !succeeded.includes(id));
	}
}

async function fetchDue(
	fluid: FluidConnection,
	{ webhookId }: PollState,
): Promise<PulledDelivery[]> {
	const due: PulledDelivery[] = [];
	const path = `/api-webhooks/${webhookId}/pull`;
	const body = { limit: MOST_PER_REQUEST, lease_seconds: LEASE_SECONDS };
	for (let hasMore = true; hasMore && due.length < MOST_AT_ONCE; ) {
		const page = await fluid<PullResult>({ method: 'POST', path, body, expects: 'data' });
		due.push(...page.data);
		hasMore = page.has_more;
	}
	return due;
}
