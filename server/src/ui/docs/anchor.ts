import type { Call } from '../../../../contract/calls';

/** Returns the anchor of a call, e.g. post-api-ingest. */
export function callAnchor({ method, path }: Pick<Call, 'method' | 'path'>): string {
	return `${method}${path}`
		.toLowerCase()
		.replace(/[^a-z]+/g, '-')
		.replace(/-$/, '');
}
