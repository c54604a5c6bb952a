import { WrongUsage } from './failure';

const MOST_CHARACTERS = 200;

/**
 * Returns the name to give to a thing, without spaces around it.
 *
 * @throws WrongUsage when it is empty or too long
 */
export function checkedName(thing: string, name: string): string {
	const trimmed = name.trim();
	if (trimmed === '') throw new WrongUsage(`The name of the ${thing} must not be empty.`);
	if (trimmed.length <= MOST_CHARACTERS) return trimmed;
	throw new WrongUsage(
		`The name of the ${thing} is longer than ${MOST_CHARACTERS} characters. Shorten it.`,
	);
}
