import { countedTables, type DatabaseContent } from '../database/examineDatabase';

/** Returns what a database holds, a line for each kind. */
export function contentTable({ rows, waiting }: DatabaseContent): string {
	const lines = countedTables.map((name) => [name, rows[name].toLocaleString('en')] as const);
	const all = [...lines, ['to be sent', waiting.toLocaleString('en')] as const];
	return all.map(([name, count]) => `${name.padEnd(12)}${count.padStart(12)}`).join('\n');
}

/** Returns a file's size as people read it, e.g. 1.4 GB. */
export function fileSize(bytes: number): string {
	const [size, unit] = units.find(([least]) => bytes >= least) ?? units.at(-1)!;
	return `${(bytes / size).toFixed(size === 1_000 ? 0 : 1)} ${unit}`;
}

const units: Array<[bytes: number, unit: string]> = [
	[1_000_000_000, 'GB'],
	[1_000_000, 'MB'],
	[1_000, 'kB'],
];
