import { channel } from 'node:diagnostics_channel';

/** A commit: how many changes shared it, and how long it took until it was on the disk. */
export type MeasuredCommit = { changes: number; ms: number };

/** A try of a delivery: the receiver took it, answered something else, or did not answer. */
export type MeasuredAttempt = {
	outcome: 'succeeded' | 'refused' | 'unanswered';
	ms: number;
	statusCode: number | null;
	error: string | null;
	/** The how-manieth of its delivery. */
	number: number;
	deliveryId: string;
	webhookId: string;
	eventIds: string[];
	/** The request that made the first of its events; null where it came of none. */
	requestId: string | null;
};

/** What is measured where it happens, for whoever shows it: with nobody listening it costs one look. */
export const measured = {
	commits: channel('fluid.commit'),
	attempts: channel('fluid.attempt'),
};

/** Notes a commit. */
export function measureCommit(commit: MeasuredCommit): void {
	if (measured.commits.hasSubscribers) measured.commits.publish(commit);
}

/** Notes a try of a delivery. */
export function measureAttempt(attempt: MeasuredAttempt): void {
	if (measured.attempts.hasSubscribers) measured.attempts.publish(attempt);
}
