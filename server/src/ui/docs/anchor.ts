import type { ApiCall } from '../../../../contract/calls';

/** Returns the anchor of a call, e.g. post-api-ingest. */
export function callAnchor({ method, path }: Pick<ApiCall, 'method' | 'path'>): string {
	return `${method}${path}`
		.toLowerCase()
		.replace(/[^a-z]+/g, '-')
		.replace(/-$/, '');
}
