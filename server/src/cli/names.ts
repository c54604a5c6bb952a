import { LONGEST_NAME } from '../values/longestName';
import { WrongUsage } from './failure';

/**
 * Returns the name to give to a thing, without spaces around it.
 *
 * @throws WrongUsage when it is empty or too long
 */
export function checkedName(thing: string, name: string): string {
	const trimmed = name.trim();
	if (trimmed === '') throw new WrongUsage(`The name of the ${thing} must not be empty.`);
	if (trimmed.length <= LONGEST_NAME) return trimmed;
	throw new WrongUsage(
		`The name of the ${thing} is longer than ${LONGEST_NAME} characters. Shorten it.`,
	);
}
