import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lazy } from '../timing/lazy';

/** A setting of a template that the address of a library may tell, and what of a workspace it is. */
export type PublicValue = 'workspace' | 'pipeline' | 'stage';

/** What the catalog says of a template. */
export type Template = {
	/** Stays the same from version to version. */
	id: string;
	version: number;
	file: string;
	/** The day on which the version was made. */
	changed: string;
	category: string;
	/** What it does, in a sentence. */
	text: string;
	/** The blueprint of a workspace that it expects. */
	blueprint?: string;
	/** What each tool sends, as a file among the samples, by the name of the step that takes it. */
	samples: Record<string, string>;
	/** Its settings that a client's set may have filled in, by their names. */
	public: Record<string, PublicValue>;
};

/** A workflow as its file has it. */
export type WorkflowFile = {
	name: string;
	nodes: WorkflowNode[];
	connections: object;
	settings: object;
};

/** A step of a workflow. */
export type WorkflowNode = {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
};

/** The step with the names and values that are a client's own. */
export const SETTINGS_STEP = 'Client settings';

/** Beside the folder of the service in the repository, and copied there when it is built. */
export const TEMPLATE_FOLDER = join(__dirname, '../../../templates');

/** Returns every template in its newest version. */
export const templates = lazy(() => read<Template[]>('catalog.json'));

/** Returns the workflow of a template in its newest version. */
export function workflowOf({ file }: Template): WorkflowFile {
	return read<WorkflowFile>(file);
}

/** A template in one of its versions. */
export type TemplateVersion = { template: Template; workflow: WorkflowFile };

/**
 * Returns a template by its id with the version, e.g. `cold-email@1`, also of an earlier one, or by its id alone in the
 * newest; undefined where there is none.
 */
export function findTemplate(id: string): TemplateVersion | undefined {
	const [, name, version] = /^([a-z-]+)(?:@([1-9]\d{0,3}))?$/.exec(id) ?? [];
	const template = templates().find((each) => each.id === name);
	if (!template) return undefined;
	if (version === undefined || Number(version) === template.version)
		return { template, workflow: workflowOf(template) };
	const file = `earlier/${template.id}@${version}.json`;
	if (!existsSync(join(TEMPLATE_FOLDER, file))) return undefined;
	return { template: { ...template, version: Number(version) }, workflow: read(file) };
}

/** Returns the id of a template with its version, as n8n keeps it in `meta.templateId` of what is made from it. */
export function versionedId({ id, version }: Template): string {
	return `${id}@${version}`;
}

function read<T>(file: string): T {
	return JSON.parse(readFileSync(join(TEMPLATE_FOLDER, file), 'utf8')) as T;
}
