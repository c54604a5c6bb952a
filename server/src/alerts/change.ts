import type { Alerts, AlertsInput } from '../../../contract/types';
import type { AppContext } from '../context';
import { problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { checkUrl } from '../webhooks/url';
import { getWorkspace } from '../workspaces/store';
import { alertBody, testAlert } from './message';
import { sendAlert } from './send';
import {
	type Destination,
	findDestination,
	putDestination,
	removeDestination,
	renderAlerts,
} from './store';
import { sendDue } from './watch';

/** Slack's own hosts for incoming webhooks, and that of its government cloud. */
const SLACK = /^hooks\.slack(-gov)?\.com$/;

/**
 * Sets where alerts about the webhooks of a workspace are sent, or that none are.
 *
 * @throws invalid_input at `/url` for one that messages may not go to
 */
export async function changeAlerts(
	fluid: AppContext,
	workspaceId: string,
	given: unknown,
): Promise<Alerts> {
	const { database, config, now } = fluid;
	const { url, format } = valid<AlertsInput>('alertsInput', given);
	if (url === null) {
		await database.write(workspaceId, (transaction) => removeDestination(transaction, workspaceId));
		return renderAlerts(undefined);
	}
	await checkUrl(url, config);
	const before = await findDestination(database, workspaceId);
	const destination: Destination = {
		workspace_id: workspaceId,
		url,
		format: format ?? (before?.url === url ? before.format : formatOf(url)),
		updated_at: now().toISOString(),
		last_error: null,
	};
	await database.write(workspaceId, (transaction) => putDestination(transaction, destination));
	// Nobody waits for it; what fails is tried again within a minute, as everything is.
	void sendDue(fluid, workspaceId).catch(() => {});
	return renderAlerts(destination);
}

function formatOf(url: string): Destination['format'] {
	return SLACK.test(new URL(url).hostname) ? 'slack' : 'json';
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
