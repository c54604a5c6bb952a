import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

/**
 * Returns the credential's base URL as it stands before every path: without spaces around it and without a slash at
 * its end.
 *
 * @throws NodeOperationError for what is no web address
 */
export function baseUrl(node: INode, given: unknown): string {
	const url = plainUrl(given);
	const fault = urlFault(url);
	if (fault === undefined) return url;
	throw new NodeOperationError(node, fault, {
		description: 'Open the credential of this node and correct its base URL.',
	});
}

/** Returns a base URL without spaces around it and without a slash at its end. */
export function plainUrl(given: unknown): string {
	return String(given ?? '')
		.trim()
		.replace(/\/+$/, '');
}

/** Returns what is wrong with a base URL, in a sentence; undefined when it is one. */
export function urlFault(url: string): string | undefined {
	if (/^https?:\/\/[^/\s]/i.test(url) && URL.canParse(url)) return undefined;
	if (url === '')
		return 'The Fluid credential has no base URL. Enter one, e.g. http://localhost:3000.';
	return `The base URL "${url}" in the Fluid credential is not a web address. Write it like http://localhost:3000, with http:// or https:// in front.`;
}
