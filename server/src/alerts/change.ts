import type { Alerts, AlertsInput } from '../../../contract/types';
import type { AppContext } from '../context';
import { problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { newId } from '../values/ids';
import { checkUrl } from '../webhooks/url';
import { getWorkspace } from '../workspaces/store';
import { alertBody, testAlert } from './message';
import {
	type Destination,
	findDestination,
	putDestination,
	removeDestination,
	renderAlerts,
	setLastError,
} from './store';

/** Slack's own hosts for incoming webhooks, and that of its government cloud. */
const SLACK = /^hooks\.slack(-gov)?\.com$/;

/**
 * Sets where alerts about the webhooks of a workspace are sent, or that none are.
 *
 * @throws invalid_input at `/url` for one that messages may not go to
 */
export async function changeAlerts(
	{ database, config, now }: AppContext,
	workspaceId: string,
	given: unknown,
): Promise<Alerts> {
	const { url, format } = valid<AlertsInput>('alertsInput', given);
	if (url === null) {
		await database.write(workspaceId, (transaction) => removeDestination(transaction, workspaceId));
		return renderAlerts(undefined);
	}
	await checkUrl(url, config);
	const isOfSlack = SLACK.test(new URL(url).hostname);
	const destination = {
		workspace_id: workspaceId,
		url,
		format: format ?? (isOfSlack ? 'slack' : 'json'),
		updated_at: now().toISOString(),
	};
	await database.write(workspaceId, (transaction) => putDestination(transaction, destination));
	return renderAlerts({ ...destination, last_error: null });
}

/**
 * Sends a test message now, and returns where messages go with why it did not arrive.
 *
 * @throws alerts_off
 */
export async function sendTestAlert(fluid: AppContext, workspaceId: string): Promise<Alerts> {
	const { database, now } = fluid;
	const destination = await findDestination(database, workspaceId);
	if (!destination) throw problem('alerts_off');
	const workspace = await getWorkspace(database, workspaceId);
	const body = alertBody(destination.format, testAlert({ workspace, now: now() }));
	const last_error = await sendAlert(fluid, destination, body);
	return renderAlerts({ ...destination, last_error });
}

/** Sends a message; returns why it did not arrive, or null, which is written beside its URL too. */
export async function sendAlert(
	{ database, sender }: Pick<AppContext, 'database' | 'sender'>,
	destination: Destination,
	body: string,
): Promise<string | null> {
	const { url } = destination;
	const message = { url, messageId: newId('req'), body, secrets: [], authHeader: null };
	const { error } = await sender.send(message);
	await database.write(destination.workspace_id, (transaction) =>
		setLastError(transaction, destination, error),
	);
	return error;
}
