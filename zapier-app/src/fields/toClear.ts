import { readList } from '../../../contract/reading';

/** Returns the names in a list of what is to be cleared. */
export function toClear(value: unknown): string[] {
	const reading = readList(value ?? [], { splitEntries: true });
	return 'fault' in reading ? [] : reading.value;
}
