import { invalidInput } from '../problems/problems';
import { readFlags } from './flags';

/**
 * Returns the query of a call that needs some texts, and takes some switches besides.
 *
 * @throws invalid_input for a text that is missing or given twice, and for what it does not take
 */
export function readParameters<Text extends string, Flag extends string = never>(
	query: unknown,
	texts: readonly Text[],
	flags: readonly Flag[] = [],
): Record<Text, string> & Record<Flag, boolean> {
	const given = query as Record<string, unknown>;
	const errors = texts.flatMap((name) => {
		const value = given[name];
		if (typeof value === 'string' && value.trim() !== '') return [];
		const detail = Array.isArray(value)
			? `"${name}" is given twice. Give it once.`
			: `"${name}" is needed in the query.`;
		return [{ pointer: `/${name}`, detail }];
	});
	if (errors.length > 0) throw invalidInput(errors);
	const rest = Object.entries(given).filter(([name]) => !texts.includes(name as Text));
	return {
		...(Object.fromEntries(texts.map((name) => [name, given[name]])) as Record<Text, string>),
		...readFlags(Object.fromEntries(rest), flags),
	};
}
