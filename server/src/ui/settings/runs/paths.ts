/** Address of the pages. */
export const RUNS = '/settings/runs';

/** Returns the address of a run's page. */
export function runPath(id: string): string {
	return `${RUNS}/${encodeURIComponent(id)}`;
}
