import type { Alert } from '../../../contract/types';
import { type Called, calledOf } from '../webhooks/calledOf';
import type { WebhookRow } from '../webhooks/store';
import type { Workspace } from '../workspaces/store';
import type { Condition } from './condition';

/** The page in Settings that shows a webhook. */
const WEBHOOK_PATH = '/settings/automations/webhooks/';

type About = { workspace: Pick<Workspace, 'id' | 'name'>; publicUrl: string; now: Date };

/** Returns the message about a webhook that is doing otherwise than before. */
export function webhookAlert(
	{ workspace, publicUrl, now }: About,
	webhook: Called & Pick<WebhookRow, 'failing_since' | 'paused_reason'>,
	condition: Condition,
	before: Condition,
): Alert {
	const { id, name, url, failing_since, paused_reason } = webhook;
	const settings_url = publicUrl === '' ? null : `${publicUrl}${WEBHOOK_PATH}${id}`;
	const facts = { called: `"${calledOf(webhook)}"`, before, failing_since, paused_reason };
	const what = sentences[condition](facts);
	const where = settings_url === null ? '' : ` ${settings_url}`;
	return {
		type: types[condition],
		text: `${workspace.name}: ${what}${where}`,
		timestamp: now.toISOString(),
		workspace: { id: workspace.id, name: workspace.name },
		webhook: { id, name, url: url || null, failing_since, paused_reason },
		settings_url,
	};
}

/** Returns a message that says that messages arrive. */
export function testAlert({ workspace, now }: Omit<About, 'publicUrl'>): Alert {
	return {
		type: 'test',
		text: `${workspace.name}: this is a test. Fluid writes here when a webhook has trouble.`,
		timestamp: now.toISOString(),
		workspace: { id: workspace.id, name: workspace.name },
		webhook: null,
		settings_url: null,
	};
}

/** Returns the body that is sent. Slack reads &, < and > as its own marks (https://docs.slack.dev/messaging/formatting-message-text). */
export function alertBody(format: 'slack' | 'json', alert: Alert): string {
	if (format === 'json') return JSON.stringify(alert);
	const text = alert.text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	return JSON.stringify({ text });
}

const types: Record<Condition, Alert['type']> = {
	failing: 'webhook.failing',
	paused: 'webhook.paused',
	well: 'webhook.recovered',
};

type Facts = Pick<WebhookRow, 'failing_since' | 'paused_reason'> & {
	called: string;
	before: Condition;
};

const sentences: Record<Condition, (facts: Facts) => string> = {
	failing: ({ called, failing_since }) =>
		`every delivery of the webhook ${called} has failed since ${moment(failing_since as string)}. Fluid keeps trying; check its receiver.`,
	paused: ({ called, paused_reason }) =>
		`the webhook ${called} is paused. ${paused_reason} What happens meanwhile is kept for a replay.`,
	well: ({ called, before }) =>
		before === 'paused'
			? `the webhook ${called} was resumed.`
			: `the webhook ${called} works again: nothing fails there any more.`,
};

/** Returns a time as people read it, e.g. 2026-11-24 08:30 UTC. */
function moment(text: string): string {
	return `${text.slice(0, 16).replace('T', ' ')} UTC`;
}
