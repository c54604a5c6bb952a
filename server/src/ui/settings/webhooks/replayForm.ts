import type { ReplayInput } from '../../../../../contract/types';

/** The fields of a replay as a browser sends them; one that is given twice is a list. */
export type ReplayFields = Partial<
	Record<'since' | 'until' | 'which' | 'older', string | string[]>
>;

/** What is chosen to be sent again. */
export type ReplayForm = {
	/** As a browser's field for date and time has it. */
	since: string;
	which: 'missed' | 'all';
	/** Whether also what happened before the webhook was made. */
	older: boolean;
};

/** Returns what a form has sent. */
export function replayForm(fields: ReplayFields): ReplayForm {
	return {
		since: one(fields.since),
		which: one(fields.which) === 'all' ? 'all' : 'missed',
		older: fields.older !== undefined,
	};
}

/** Returns what a form asks for, as the API takes it. */
export function replayInput({ since, which, older }: ReplayForm): ReplayInput {
	return { since: utc(since), only_missed: which === 'missed', include_older: older };
}

/** Returns what the question before it has asked, once the answer is yes. */
export function replayAnswered(fields: ReplayFields): ReplayInput {
	const { which, older } = replayForm(fields);
	const until = one(fields.until);
	return {
		since: one(fields.since),
		...(until !== '' && { until }),
		only_missed: which === 'missed',
		include_older: older,
	};
}

function one(value: string | string[] | undefined): string {
	return [value ?? ''].flat()[0] ?? '';
}

/** A browser's field for date and time says no zone; the page says that it means UTC. */
function utc(local: string): string {
	const withSeconds = /T\d\d:\d\d$/.test(local) ? `${local}:00` : local;
	return `${withSeconds}Z`;
}
