import { findByAnyName } from '../../../contract/formerNames';
import type { LoadedPipeline } from '../pipelines/store';
import {
	type PublicValue,
	SETTINGS_STEP,
	type Template,
	type WorkflowFile,
	type WorkflowNode,
} from './catalog';

/** What of a workspace a client's set may show. */
export type NamesOfWorkspace = { workspace: string; pipelines: LoadedPipeline[] };

type Assignment = { name: string; value: unknown };

/**
 * Returns a template with the client's own names in the settings that it marks as public. What is there under the name of
 * the template is called as the workspace calls it now; a name that looks like an address or a URL is left as it was.
 */
export function fillIn(
	{ public: marked }: Template,
	workflow: WorkflowFile,
	workspace: NamesOfWorkspace,
): WorkflowFile {
	const nodes = workflow.nodes.map((node) =>
		node.name === SETTINGS_STEP ? withValues(node, marked, workspace) : node,
	);
	return { ...workflow, nodes };
}

function withValues(
	node: WorkflowNode,
	marked: Template['public'],
	workspace: NamesOfWorkspace,
): WorkflowNode {
	const { assignments } = node.parameters as { assignments: { assignments: Assignment[] } };
	const given = Object.fromEntries(assignments.assignments.map(({ name, value }) => [name, value]));
	const pipeline = pipelineMeant(workspace, given.pipeline);
	const values: Record<PublicValue, (value: unknown) => string | undefined> = {
		workspace: () => workspace.workspace,
		pipeline: () => pipeline?.name,
		stage: (value) => findByAnyName(String(value), pipeline?.stages ?? []).found[0]?.name,
	};
	const filled = assignments.assignments.map((assignment) => {
		const kind = marked[assignment.name];
		const value = kind && values[kind](assignment.value);
		return value === undefined || isAddress(value) ? assignment : { ...assignment, value };
	});
	return { ...node, parameters: { ...node.parameters, assignments: { assignments: filled } } };
}

/** The pipeline that has or had the template's name, else the first, where deals go that name none. */
function pipelineMeant({ pipelines }: NamesOfWorkspace, name: unknown): LoadedPipeline | undefined {
	if (typeof name !== 'string') return pipelines[0];
	const [found, other] = findByAnyName(name, pipelines).found;
	return found && !other ? found : pipelines[0];
}

/** An expression would be carried out by n8n. */
function isAddress(text: string): boolean {
	return /@|:\/\/|^www\.|^=|\{\{/i.test(text);
}
