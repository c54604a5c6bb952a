import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	findTemplate,
	TEMPLATE_FOLDER,
	type WorkflowFile,
} from '../../server/src/templateLibrary/catalog';

/** Returns the workflow of a template, by its id with or without a version. */
export function templateCalled(id: string): WorkflowFile {
	return found(id).workflow;
}

/** Returns what each tool of a template sends, by the name of the step that takes it. */
export function samplesOf(id: string): Record<string, object> {
	const entries = Object.entries(found(id).template.samples);
	return Object.fromEntries(entries.map(([step, file]) => [step, sample(file)]));
}

/** Returns a workflow with other values in its client settings. */
export function withSettings(
	workflow: WorkflowFile,
	values: Record<string, unknown>,
): WorkflowFile {
	const copy = structuredClone(workflow);
	const step = copy.nodes.find(({ name }) => name === 'Client settings');
	type Settings = { assignments: { assignments: Array<{ name: string; value: unknown }> } };
	const { assignments } = (step?.parameters as Settings).assignments;
	for (const [name, value] of Object.entries(values)) {
		const assignment = assignments.find((each) => each.name === name);
		if (!assignment) throw new Error(`The template has no setting "${name}".`);
		assignment.value = value;
	}
	return copy;
}

function found(id: string) {
	const version = findTemplate(id);
	if (!version) throw new Error(`There is no template "${id}".`);
	return version;
}

function sample(file: string): object {
	return JSON.parse(readFileSync(join(TEMPLATE_FOLDER, 'samples', file), 'utf8')) as object;
}
