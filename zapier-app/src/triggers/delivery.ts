import type { Bundle, ZObject } from 'zapier-platform-core';
import { isGenuine } from '../../../contract/signature';
import type { Event } from '../../../contract/types';
import { type EventRecord, eventRecord } from './eventRecord';
import { expandedIfPossible } from './submission';
import type { ZapSubscription } from './subscription';

/**
 * Returns the record of a delivery that Fluid sent, to start the Zap with.
 *
 * @throws HaltedError, which starts nothing, for a delivery whose signature does not fit the subscription's secret
 */
export function delivered(z: ZObject, { rawRequest, subscribeData }: Bundle): EventRecord[] {
	const { secret } = (subscribeData ?? {}) as Partial<ZapSubscription>;
	const { headers: received = {}, content = '' } = rawRequest ?? {};
	const headers = plainHeaders(received);
	if (secret && isGenuine(headers, content, secret, signedAt(headers)))
		return [eventRecord(JSON.parse(content) as Event)];
	throw new z.errors.HaltedError(
		'This delivery was not signed by your Fluid server, so the Zap did not start. If it should have, turn the Zap off and on again: that makes a new signing secret.',
	);
}

/** The same of a submission, with its deal and contact. */
export function deliveredSubmission(z: ZObject, bundle: Bundle): Promise<EventRecord[]> {
	return expandedIfPossible(z, bundle, delivered(z, bundle));
}

/** Zapier may hold a delivery back for hours before it runs the Zap, so its age says nothing about who sent it. */
function signedAt(headers: Record<string, string>): Date {
	return new Date(Number(headers['webhook-timestamp']) * 1000);
}

/** In production Zapier puts `Http-` before the names of headers and writes them in capitals. */
function plainHeaders(headers: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name.toLowerCase().replace(/^http-/, ''),
			value,
		]),
	);
}
