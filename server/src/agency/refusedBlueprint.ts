import type { Blueprint } from '../../../contract/types';
import { blueprintFaults } from '../blueprints/read';
import { BlueprintRefused } from '../blueprints/refused';
import { invalidInput } from '../problems/problems';

/**
 * Lets a blueprint pass that makes sense beyond its schema.
 *
 * @param pointer where it stands in the input
 * @throws invalid_input with a sentence for each fault
 */
export function checkBlueprint(blueprint: Blueprint, pointer: string): void {
	const faults = blueprintFaults(blueprint);
	if (faults.length > 0) throw refused(faults, pointer);
}

/** Runs what carries out a blueprint; what stands against that is answered as invalid input at its place. */
export async function orInvalid<T>(pointer: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (reason) {
		throw reason instanceof BlueprintRefused ? refused(reason.reasons, pointer) : reason;
	}
}

function refused(reasons: string[], pointer: string): Error {
	return invalidInput(reasons.map((detail) => ({ pointer, detail })));
}
