import type { WebhookRow } from './store';

/** What a webhook can be called by. */
export type Called = Pick<WebhookRow, 'id' | 'name' | 'url' | 'consumer'>;

/** Returns what a webhook is called where people read it: its name, or its URL when it has none; one may have neither. */
export function calledOf({ id, name, url, consumer }: Called): string {
	return name ?? (url || (consumer ?? id));
}
