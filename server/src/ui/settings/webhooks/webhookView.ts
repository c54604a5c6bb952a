import type { WebhookRow } from '../../../webhooks/store';
import type { Choices } from './choices';
import type { Log } from './log';
import type { ReplayForm } from './replayForm';

/** What the page of a webhook shows. */
export type WebhookPage = {
	webhook: WebhookRow;
	choices: Choices;
	log: Log;
	/** What is held back by a pause, if anything. */
	held: { count: number; since: string } | undefined;
	/** What was chosen to be sent again, and what is wrong with its time. */
	replay?: ReplayForm & { fault: string };
};
