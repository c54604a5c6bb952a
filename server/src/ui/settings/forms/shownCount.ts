import { MOST_COUNTED } from '../../../forms/submissions';

/** Returns how many submissions there are, for people. */
export function shownCount(count: number): string {
	return count > MOST_COUNTED ? `more than ${MOST_COUNTED.toLocaleString('en')}` : String(count);
}
