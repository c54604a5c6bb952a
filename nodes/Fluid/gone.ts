import { NodeApiError } from 'n8n-workflow';

/** Returns the answer, or undefined where Fluid no longer has what was asked for. */
export function undefinedIfGone<T>(answer: Promise<T>): Promise<T | undefined> {
	return answer.catch((error: unknown) => {
		const isGone = error instanceof NodeApiError && error.httpCode === '404';
		return isGone ? undefined : Promise.reject(error);
	});
}
