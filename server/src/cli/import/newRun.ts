import { randomBytes } from 'node:crypto';

/** Returns what an import is known by, so that all it changes can be undone together, e.g. import-20261124-091203-k3f9. */
export function newImportRun(now: Date): string {
	const [day = '', time = ''] = now.toISOString().replace(/[-:]/g, '').split(/[T.]/);
	return `import-${day}-${time}-${randomBytes(3).toString('hex').slice(0, 4)}`;
}
