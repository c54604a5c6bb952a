import type { Bundle, ZObject } from 'zapier-platform-core';
import { type FluidRequest, call } from '../request';
import { hasRunId, runKey } from './runKey';

/** Whether an answer is the one that the same run got before, and nothing was done now. */
export type Repeated = { repeated: boolean };

type Step<T> = Pick<FluidRequest<T>, 'gives'> & {
	action: string;
	path: string;
	body: object;
	/** Whether being carried out twice would make two. */
	canDouble: boolean;
};

/** Carries a step out, once for each Run ID (see runKey.ts), and returns the answer. */
export async function sendOnce<T>(
	z: ZObject,
	bundle: Bundle,
	{ action, path, body, gives, canDouble }: Step<T>,
): Promise<{ answer: T } & Repeated> {
	const headers = { 'Idempotency-Key': runKey(z, bundle, action, body) };
	const makesAnother = canDouble && !hasRunId(bundle);
	const response = await call<T>(z, bundle, 'POST', path, { gives, body, headers, makesAnother });
	return {
		answer: response.data,
		repeated: response.getHeader('idempotent-replayed') === 'true',
	};
}
