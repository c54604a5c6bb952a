import type { Snapshot, StepShape } from '../checks/snapshot.ts';
import {
	type FluidStep,
	isFluid,
	placeOf,
	type Recipe,
	replaceMapped,
	type RecipeStep,
} from './recipe.mts';

/** Returns a sentence for each thing in a recipe that the app does not have, or that nothing gives. */
export function recipeFaults(recipe: Recipe, snapshot: Snapshot): string[] {
	return recipe.steps.flatMap((step, index) => {
		const faults = [
			...(isFluid(step) ? stepFaults(step, snapshot) : []),
			...mappingFaults(step, recipe.steps.slice(0, index), snapshot),
		];
		return faults.map((fault) => `Step ${index + 1}: ${fault}`);
	});
}

function stepFaults(step: FluidStep, snapshot: Snapshot): string[] {
	const [kind, key] = placeOf(step);
	const shape = snapshot[kind][key];
	if (!shape || shape.hidden) return [`${kind} has no ${key}.`];
	return [...fieldFaults(key, shape, step.fields), ...createdFaults(step, snapshot)];
}

function createdFaults({ search = '', create_fields }: FluidStep, snapshot: Snapshot): string[] {
	if (create_fields === undefined) return [];
	const key = snapshot.searchOrCreates[search]?.create ?? '';
	const shape = snapshot.creates[key];
	return shape ? fieldFaults(key, shape, create_fields) : [`${search} creates nothing.`];
}

function fieldFaults(key: string, shape: StepShape, filled: Record<string, string> = {}): string[] {
	const unknown = Object.entries(filled).flatMap(([name, value]) => {
		const field = shape.inputFields[name];
		if (!field) return [`${key} has no field ${name}.`];
		const isWrong = field.choices && !value.includes('{{') && !(value in field.choices);
		return isWrong ? [`${name} cannot be ${value}.`] : [];
	});
	const missing = Object.entries(shape.inputFields)
		.filter(([name, field]) => field.required && !field.default && !filled[name])
		.map(([name]) => `${key} needs ${name}.`);
	return [...unknown, ...missing];
}

function mappingFaults(step: RecipeStep, before: RecipeStep[], snapshot: Snapshot): string[] {
	const faults: string[] = [];
	const created = isFluid(step) ? step.create_fields : {};
	for (const value of [...Object.values(step.fields ?? {}), ...Object.values(created ?? {})]) {
		replaceMapped(value, (number, key) => {
			const source = before[number - 1];
			if (!source) faults.push(`there is no step ${number} before it.`);
			else if (!gives(source, key, snapshot)) faults.push(`step ${number} gives no ${key}.`);
			return '';
		});
	}
	return faults;
}

function gives(step: RecipeStep, key: string, snapshot: Snapshot): boolean {
	if (!isFluid(step)) return key in (step.gives ?? {});
	const [kind, name] = placeOf(step);
	const { sample, outputFields } = (snapshot[kind][name] ?? {}) as Partial<StepShape>;
	return key in (sample ?? {}) || key in (outputFields ?? {});
}
