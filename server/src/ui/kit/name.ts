import { LONGEST_NAME } from '../../values/longestName';
import { invalidInput } from '../../problems/problems';

/**
 * Returns a name as it was typed, without the blanks around it.
 *
 * @throws invalid_input at `/name` when there is none or it is too long
 */
export function nameFrom(text: unknown, example: string): string {
	const name = typeof text === 'string' ? text.trim() : '';
	if (name === '') {
		throw invalidInput([{ pointer: '/name', detail: `Give it a name, e.g. ${example}.` }]);
	}
	if (name.length > LONGEST_NAME) {
		const detail = `The name is longer than ${LONGEST_NAME} characters. Shorten it.`;
		throw invalidInput([{ pointer: '/name', detail }]);
	}
	return name;
}
