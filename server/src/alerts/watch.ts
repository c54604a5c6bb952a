import type { AppContext } from '../context';
import { repeatedly } from '../timing/repeatedly';
import { loadWebhooks, type WebhookRow } from '../webhooks/store';
import { getWorkspace } from '../workspaces/store';
import { type Condition, conditionOf, isDue, nextTryAt, type Said, tryingUntil } from './condition';
import { alertBody, webhookAlert } from './message';
import { sendAlert } from './send';
import {
	type Destination,
	findDestination,
	listDestinations,
	listSaid,
	setFailed,
	setSaid,
	startTry,
} from './store';

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
	await Promise.all(destinations.map(({ workspace_id }) => sendDue(parts, workspace_id)));
}

type Due = {
	destination: Destination;
	webhook: WebhookRow;
	condition: Condition;
	said: Said | undefined;
	until: string;
};

/** Sends every message of a workspace that is due now, one after another, until one does not arrive. */
export async function sendDue(parts: Parts, workspaceId: string): Promise<void> {
	for (;;) {
		const due = await startNext(parts, workspaceId);
		if (!due || !(await send(parts, due))) return;
	}
}

/**
 * Takes one that is due, so that nobody else sends it meanwhile. Those behind it are taken when they set out, and go where
 * messages are to go then.
 */
function startNext({ database, now }: Parts, workspaceId: string) {
	return database.write(workspaceId, async (transaction): Promise<Due | undefined> => {
		const destination = await findDestination(transaction, workspaceId);
		if (!destination) return undefined;
		const webhooks = await loadWebhooks(transaction, workspaceId);
		const saidOf = await listSaid(transaction, workspaceId);
		for (const webhook of webhooks) {
			const said = saidOf.get(webhook.id);
			const condition = conditionOf(webhook, now());
			if (!isDue(said, condition, now())) continue;
			const until = tryingUntil(now());
			await startTry(transaction, webhook, said, until);
			return { destination, webhook, condition, said, until };
		}
		return undefined;
	});
}

async function send(
	parts: Parts,
	{ destination, webhook, condition, said, until }: Due,
): Promise<boolean> {
	const { database, now, publicUrl } = parts;
	const { workspace_id } = destination;
	const workspace = await getWorkspace(database, workspace_id);
	const about = { workspace, publicUrl: publicUrl(), now: now() };
	const alert = webhookAlert(about, webhook, condition, said?.condition ?? 'well');
	const error = await sendAlert(parts, destination, alertBody(destination.format, alert));
	const tries = (said?.tries ?? 0) + 1;
	const one = { id: webhook.id, until };
	await database.write(workspace_id, (transaction) =>
		error === null
			? setSaid(transaction, one, condition, now())
			: setFailed(transaction, one, { tries, next_try_at: nextTryAt(tries, now()) }),
	);
	return error === null;
}
