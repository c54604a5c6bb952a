import type { ErasureReceiver } from '../../../contract/types';

const WHERE: Record<ErasureReceiver['kind'], string> = {
	n8n: 'n8n keeps it in its execution data: delete the executions of that workflow.',
	zapier: 'Zapier keeps it in the Zap history: open it and delete the runs.',
	other: 'Ask whoever runs it to delete what it stored.',
};

/**
 * Returns what cannot be removed here, a sentence each.
 *
 * @param others contacts that may be the same person
 */
export function stillHeld(receivers: ErasureReceiver[], others: string[]): string[] {
	return [
		...others.map(
			(id) =>
				`The contact ${id} had an address of this person earlier, or got the deals of a contact that had it, and has another one now: it stays. If it is the same person, erase it by its contact_id too.`,
		),
		...receivers.map(({ name, host, kind, last_sent_at }) => {
			const place = host ?? (name ? `Whoever fetches "${name}"` : 'Whoever fetches events');
			const called = host && name ? ` (${name})` : '';
			return `${place}${called} received data of this person, last on ${last_sent_at.slice(0, 10)}. ${WHERE[kind]}`;
		}),
		'Whatever read the API or the events by a key may have kept copies; so may receivers whose deliveries are older than 30 days or whose webhook was deleted.',
		'Backups, and copies of the database from before an upgrade, still hold the person. Replace them, or erase the person again after restoring one.',
	];
}
