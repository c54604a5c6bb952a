import type { Bundle } from 'zapier-platform-core';
import { CutOff } from './cutOff';

/** What was sent, and what became of it if it was saved all the same. */
export type SentRequest = {
	/** Whether it changes anything. */
	saves: boolean;
	/** A test in the editor, which is carried out each time. */
	isTest: boolean;
	/** Whether it would make a second one when it is sent again. */
	makesAnother: boolean;
};

/** Returns why a call got no answer of Fluid's, and what has become of what it sent; undefined for any other error. */
export function whyUnanswered(
	error: unknown,
	address: string,
	sent: SentRequest,
): string | undefined {
	if (error instanceof CutOff)
		return `The connection to Fluid at ${address} ended before the response was complete. ${thenWhat(sent)}`;
	if (!(error instanceof Error) || error.name !== 'FetchError') return undefined;
	const { type, code } = error as Error & { type?: string; code?: string };
	if (type?.endsWith('timeout'))
		return `Fluid at ${address} took too long to answer. ${thenWhat(sent)}`;
	if (code !== undefined && BROKEN_OFF.includes(code))
		return `The connection to Fluid at ${address} was interrupted before it responded. ${thenWhat(sent)}`;
	return `Fluid cannot be reached at ${address}. Check that the server is running and that the address of your connection is right, then try again.`;
}

/** Returns what to do after a call to which only a server in front of Fluid has answered, or nobody. */
export function thenWhat({ saves, isTest, makesAnother }: SentRequest): string {
	if (!saves) return 'Try again in a few minutes.';
	if (isTest)
		return 'What you sent may have been saved anyway, so check Fluid before you test again.';
	return makesAnother
		? 'What the step sent may have been saved anyway, so check Fluid before you replay it. With a Run ID mapped, nothing is done twice.'
		: 'What the step sent may have been saved anyway. You can replay it in a few minutes: nothing is done twice.';
}

/** Returns whether the step is tested in the editor. */
export const isTest = ({ meta }: Bundle) => Boolean(meta?.isLoadingSample);

/** How a connection ends after something was sent; any other code says that there never was one. */
const BROKEN_OFF = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE'];
