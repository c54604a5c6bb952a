import type { Bundle, ZObject } from 'zapier-platform-core';
import { type Call, call } from '../request';
import { hasRunId, nextKey, runKey } from './runKey';

/** Whether an answer is the one that the same step got before, and nothing was done now. */
export type Repeated = { repeated: boolean };

type Step<T> = Pick<Call<T>, 'gives'> & {
	action: string;
	path: string;
	body: object;
	/** Whether being carried out twice would create two. */
	canDouble: boolean;
	/** Returns where to look whether what the step made is still there, and the id of it. */
	made: (answer: T) => { path: string; id: string };
};

/**
 * Carries a step out once (see runKey.ts), and returns the answer. What was made and then deleted is made anew, unless a
 * Run ID says that it is the same run: the steps behind this one could do nothing with it.
 */
export async function sendOnce<T>(
	z: ZObject,
	bundle: Bundle,
	step: Step<T>,
): Promise<{ answer: T } & Repeated> {
	let key = runKey(z, bundle, step.action, step.body, step.canDouble);
	for (;;) {
		const sent = await send(z, bundle, step, key);
		const { id, path } = step.made(sent.answer);
		if (!sent.repeated || hasRunId(bundle) || (await isThere(z, bundle, path))) return sent;
		key = nextKey(z, key, id);
	}
}

async function send<T>(z: ZObject, bundle: Bundle, { path, body, gives }: Step<T>, key: string) {
	const headers = { 'Idempotency-Key': key };
	const response = await call<T>(z, bundle, 'POST', path, { gives, body, headers });
	return {
		answer: response.data,
		repeated: response.getHeader('idempotent-replayed') === 'true',
	};
}

async function isThere(z: ZObject, bundle: Bundle, path: string): Promise<boolean> {
	const gives: ['id'] = ['id'];
	const { status } = await call<{ id: string }>(z, bundle, 'GET', path, {
		gives,
		missingIsFine: true,
	});
	return status !== 404;
}
