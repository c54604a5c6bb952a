import type { Kind } from '../../../duplicates/store';

/** Address of the page. */
export const DUPLICATES = '/settings/duplicates';

/** Returns the address of the page that merges two. */
export function mergePath(kind: Kind, firstId: string, secondId: string): string {
	return `${DUPLICATES}/${kind}/${firstId}/${secondId}`;
}
