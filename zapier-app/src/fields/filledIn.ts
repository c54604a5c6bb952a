import { readText } from '../../../contract/reading';

/** Returns what a field holds as text, without outer blanks; undefined where that says nothing. */
export function filledIn(value: unknown): string | undefined {
	const reading = readText(value ?? '');
	return 'fault' in reading ? undefined : reading.value.replaceAll('\0', '').trim() || undefined;
}
