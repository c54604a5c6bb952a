import { readFileSync } from 'node:fs';
import type { Blueprint } from '../../../../contract/types';
import { readBlueprint } from '../../blueprints/read';
import { BlueprintRefused } from '../../blueprints/refused';
import { Failure } from '../failure';
import { fileFault, PIPE, shownName, userPath } from '../files';

/**
 * Returns the blueprint in a file, or in stdin where it is called `-`.
 *
 * @throws Failure naming the file and everything that is wrong with it
 */
export function blueprintFile(file: string): Blueprint {
	const text = textOf(file);
	try {
		return readBlueprint(text);
	} catch (reason) {
		if (!(reason instanceof BlueprintRefused)) throw reason;
		throw new Failure(
			`${shownName(file)} is not a blueprint that can be used.\n${reason.reasons.join('\n')}`,
		);
	}
}

function textOf(file: string): string {
	try {
		return readFileSync(file === PIPE ? 0 : userPath(file), 'utf8');
	} catch (reason) {
		throw new Failure(`${shownName(file)} cannot be read: ${fileFault(reason)}.`);
	}
}
