import type { AppContext } from '../context';
import { repeatedly } from '../timing/repeatedly';
import { loadWebhooks, type WebhookRow } from '../webhooks/store';
import { getWorkspace } from '../workspaces/store';
import { type Condition, conditionOf, isDue, nextTryAt, type Said } from './condition';
import { alertBody, webhookAlert } from './message';
import { sendAlert } from './send';
import { type Destination, listDestinations, listSaid, setSaid, startTry } from './store';

type Parts = Pick<AppContext, 'database' | 'sender' | 'now' | 'publicUrl'>;

/** How often it is asked how webhooks are doing. */
const EVERY_MS = 60 * 1000;

/**
 * Sends a message to each workspace that wants one when a webhook begins or ends to be in trouble. Returns what stops it.
 *
 * @param report is called with what went wrong inside; the next minute tries again
 */
export function watchWebhooks(
	parts: Parts,
	report: (reason: unknown) => void,
): () => Promise<void> {
	return repeatedly(EVERY_MS, () => sendDueAlerts(parts), report);
}

/** Sends every message that is due now, of all workspaces at once: no receiver keeps another waiting. */
export async function sendDueAlerts(parts: Parts): Promise<void> {
	const destinations = await listDestinations(parts.database);
	await Promise.all(destinations.map((destination) => sendDue(parts, destination)));
}

type Due = { webhook: WebhookRow; condition: Condition; said: Said | undefined };

/** Sends every message that is due now to one destination. */
export async function sendDue(parts: Parts, destination: Destination): Promise<void> {
	for (const due of await startDue(parts, destination)) {
		const isArrived = await send(parts, destination, due);
		if (!isArrived) return;
	}
}

/** Takes what is due, so that no other process sends it meanwhile. */
function startDue({ database, now }: Parts, { workspace_id }: Destination): Promise<Due[]> {
	return database.write(workspace_id, async (transaction) => {
		const webhooks = await loadWebhooks(transaction, workspace_id);
		const saidOf = await listSaid(transaction, workspace_id);
		const started: Due[] = [];
		for (const webhook of webhooks) {
			const said = saidOf.get(webhook.id);
			const condition = conditionOf(webhook, now());
			if (!isDue(said, condition, now())) continue;
			await startTry(transaction, webhook, said, nextTryAt((said?.tries ?? 0) + 1, now()));
			started.push({ webhook, condition, said });
		}
		return started;
	});
}

async function send(
	parts: Parts,
	destination: Destination,
	{ webhook, condition, said }: Due,
): Promise<boolean> {
	const { database, now, publicUrl } = parts;
	const workspace = await getWorkspace(database, destination.workspace_id);
	const about = { workspace, publicUrl: publicUrl(), now: now() };
	const alert = webhookAlert(about, webhook, condition, said?.condition ?? 'well');
	const error = await sendAlert(parts, destination, alertBody(destination.format, alert));
	if (error !== null) return false;
	await database.write(destination.workspace_id, (transaction) =>
		setSaid(transaction, webhook.id, condition, now()),
	);
	return true;
}
