import type { Erasure } from '../../../contract/types';

/** What of an erasure is counted: all but whom it was about, who else has it, and what was just being sent. */
type Counted = Exclude<keyof Erasure, 'contact_ids' | 'receivers' | 'still_held' | 'under_way'>;

const LABELS: Record<Counted, string> = {
	contacts: 'Contacts',
	deals: 'Deals',
	notes: 'Notes',
	submissions: 'Form submissions',
	spam: 'Kept as spam',
	events: 'Stored events',
	attempts: 'Answers in delivery logs',
	waiting: 'Deliveries that wait',
	answers: 'Kept responses',
	other_texts: 'Other texts',
};

/** Returns what was removed of a person, or would be, in words, each with how often. */
export function erasedCounts(erasure: Erasure): Array<{ label: string; count: number }> {
	return Object.entries(LABELS).map(([name, label]) => ({
		label,
		count: erasure[name as Counted],
	}));
}

/** Returns what is left to do where something could not be stopped; undefined where nothing was. */
export function underWaySentence({ under_way }: Erasure): string | undefined {
	if (under_way === 0) return undefined;
	const deliveries =
		under_way === 1 ? '1 delivery was' : `${under_way.toLocaleString('en')} deliveries were`;
	return `${deliveries} with a receiver and could not be stopped. Erase the person once more in a few minutes: that clears what the receiver answers.`;
}
