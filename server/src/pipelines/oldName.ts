import { findByAnyName, type Renamed } from '../../../contract/formerNames';
import type { InputError, Warning } from '../../../contract/types';

/** What can be renamed, in the user's words. */
export type RenamedKind = 'pipeline' | 'stage' | 'custom field' | 'option';

/** Takes what is to be said although nothing is refused. */
export type Warn = (warning: Warning) => void;

/** For whoever sends ids, or nobody to show warnings to. */
export const unheard: Warn = () => {};

/** What became of a name: who has it or had it alone, or why it means nobody. */
export type NameMatch<T> = { found?: T; fault?: InputError };

/**
 * Returns what is meant by a name: the one that has it, whatever its case, else the one that had it before, which is
 * warned of.
 */
export function matchName<T extends Renamed>(
	things: readonly T[],
	wanted: string,
	{ kind, pointer, warn }: { kind: RenamedKind; pointer: string; warn: Warn },
): NameMatch<T> {
	const { found, isFormer } = findByAnyName(wanted, things);
	const [first] = found;
	if (found.length > 1) return { fault: ofSeveral(wanted, found, { pointer, isFormer }) };
	if (first && isFormer) warn(oldName(kind, pointer, wanted, first.name));
	return { found: first };
}

/** Returns the warning that something has another name by now. */
export function oldName(kind: RenamedKind, pointer: string, old: string, name: string): Warning {
	const detail = `The ${kind} "${old}" is now called "${name}". Send the new name: the old one is found only until something else gets it.`;
	return { pointer, detail, code: 'old_name', params: { kind, old, name } };
}

function ofSeveral(
	wanted: string,
	found: ReadonlyArray<{ name: string }>,
	{ pointer, isFormer }: { pointer: string; isFormer: boolean },
): InputError {
	const names = found.map(({ name }) => name);
	if (!isFormer) {
		const detail = `"${wanted}" can be ${quoted(names, 'or')}. Use exactly the same spelling.`;
		return { pointer, detail, code: 'not_an_option', params: { options: names } };
	}
	const detail = `${quoted(names, 'and')} were both called "${wanted}" before. Send the name that the one you mean has now.`;
	return { pointer, detail, code: 'old_name_of_several', params: { name: wanted, names } };
}

function quoted(names: string[], between: string): string {
	return names.map((name) => `"${name}"`).join(` ${between} `);
}

/** Takes warnings and keeps each once, however often what it is about was looked up. */
export class Warnings {
	private readonly byPlace = new Map<string, Warning>();

	/** Takes one. */
	readonly add: Warn = (warning) => {
		this.byPlace.set(`${warning.pointer} ${String(warning.params.old)}`, warning);
	};

	/** Returns those taken so far, as a part of an answer: nothing where there are none. */
	inAnswer(): { warnings?: Warning[] } {
		return this.byPlace.size > 0 ? { warnings: [...this.byPlace.values()] } : {};
	}
}
