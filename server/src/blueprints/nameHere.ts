import { findByAnyName, type Renamed } from '../../../contract/formerNames';
import { findByName } from '../pipelineEditing/names';
import type { Application } from './application';

/** What is looked for, as a sentence begins. */
export type SoughtKind = 'Pipeline' | 'Stage' | 'Custom field' | 'Option' | 'Lead form';

/** What is looked for by the name in a blueprint, among what. */
export type SoughtNames<T extends Renamed> = {
	what: SoughtKind;
	/** Where it is, behind its name in a sentence. */
	where: string;
	/** The names in the file, which nothing there can be meant by under another one. */
	names: string[];
	/** What is there, after what was renamed so far. */
	load: () => Promise<readonly T[]>;
	rename: (thing: T, name: string) => Promise<void>;
};

/**
 * Returns the names that what a blueprint names has here, in its order: something that was renamed since is still meant by
 * its earlier name. It keeps the name that it has, unless renaming is wanted; what is unclear is refused and
 * left out.
 */
export async function namesHere<T extends Renamed>(
	application: Pick<Application, 'isRenaming' | 'changes' | 'otherNames' | 'refusals'>,
	sought: SoughtNames<T>,
): Promise<Array<string | undefined>> {
	const { isRenaming, changes, otherNames, refusals } = application;
	const { what, where, names, load, rename } = sought;
	const here: Array<string | undefined> = [];
	for (const name of names) {
		const meant = renamedSince(name, await load(), names);
		const [thing] = meant;
		if (meant.length > 1 || (thing && here.includes(thing.name))) {
			refusals.push(whyUnclear(what, `"${name}"${where}`, meant));
			here.push(undefined);
		} else if (thing && isRenaming) {
			await rename(thing, name);
			changes.push(`Renamed ${what.toLowerCase()} "${thing.name}"${where} to "${name}".`);
			here.push(name);
		} else {
			if (thing) otherNames.push(`${what} "${name}"${where} is called "${thing.name}" here`);
			here.push(thing?.name ?? name);
		}
	}
	return here;
}

/** Returns what had a name before that nothing has now; not what the file names by the name it has. */
export function renamedSince<T extends Renamed>(
	name: string,
	things: readonly T[],
	names: string[],
): T[] {
	if (findByName(name, things)) return [];
	const inFile = names.map((one) => ({ name: one }));
	const others = things.filter((thing) => !findByName(thing.name, inFile));
	return findByAnyName(name, others).found;
}

/**
 * Says why a name of the file means nothing for certain.
 *
 * @param named the name in quotes, and where it stands
 */
export function whyUnclear(what: SoughtKind, named: string, meant: readonly Renamed[]): string {
	const called = meant.map((thing) => `"${thing.name}"`).join(' and ');
	return meant.length > 1
		? `${what} ${named} can be ${called}: both were called so before. Write in the file what the one you mean is called now.`
		: `${what} ${named} and another one in the file are both names that ${called} had before. Write in the file what it is called now.`;
}
