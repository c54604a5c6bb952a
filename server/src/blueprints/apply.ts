import type { Blueprint } from '../../../contract/types';
import type { Ingest } from '../deals/ingest';
import { findByName } from '../pipelineEditing/names';
import { type LoadedPipeline, listPipelines } from '../pipelines/store';
import { createPipeline, movePipeline, renamePipeline } from '../pipelineEditing/store';
import { applyCustomFields } from './customFields';
import { namesHere } from './nameHere';
import { inWantedOrder, isSameList } from './order';
import { applyForms } from './forms';
import { BlueprintRefused } from './refused';
import { applyStages } from './stages';
import type { ApplyOutcome, Application } from './application';

/**
 * Brings a workspace's pipelines, stages, custom fields and lead forms to a blueprint; done twice, the second time changes nothing.
 * Pipelines that it does not name stay as they are.
 * What was renamed since is found under the name it had, and keeps the name it has unless renaming is wanted.
 *
 * @throws BlueprintRefused with everything that stands against it; the transaction must then be undone
 */
export async function applyBlueprint(
	ingest: Ingest,
	blueprint: Blueprint,
	{ isDeleting, isRenaming = false }: { isDeleting: boolean; isRenaming?: boolean },
): Promise<ApplyOutcome> {
	const shared = {
		...ingest,
		isDeleting,
		isRenaming,
		changes: [] as string[],
		kept: [] as string[],
		otherNames: [] as string[],
		warnings: [] as string[],
		refusals: [] as string[],
	};
	const names = await pipelineNamesHere(shared, blueprint);
	for (const [index, given] of blueprint.pipelines.entries()) {
		const name = names[index];
		if (name === undefined || (await refuseOtherLetters(shared, name))) continue;
		const wanted = { ...given, name };
		const application = { ...shared, pipeline: () => pipelineNamed(shared, wanted.name) };
		await applyStages(application, wanted);
		await applyCustomFields(application, wanted);
	}
	await applyForms(shared, blueprint.forms ?? []);
	await orderPipelines(
		shared,
		names.filter((name) => name !== undefined),
	);
	if (shared.refusals.length > 0) throw new BlueprintRefused(shared.refusals);
	const { changes, kept, otherNames, warnings } = shared;
	return { changes, kept, otherNames, warnings };
}

type Shared = Omit<Application, 'pipeline'>;

function pipelineNamesHere(shared: Shared, { pipelines }: Blueprint) {
	const { transaction, workspaceId } = shared;
	return namesHere(shared, {
		what: 'Pipeline',
		where: '',
		names: pipelines.map(({ name }) => name),
		load: () => listPipelines(transaction, workspaceId),
		rename: (pipeline, name) => renamePipeline(transaction, workspaceId, pipeline, name),
	});
}

/** Answers whether there is the pipeline, but in other letters: deals are sent in by these names. */
async function refuseOtherLetters(
	{ transaction, workspaceId, refusals }: Shared,
	name: string,
): Promise<boolean> {
	const pipelines = await listPipelines(transaction, workspaceId);
	const taken = findByName(name, pipelines);
	if (!taken || pipelines.some((pipeline) => pipeline.name === name)) return false;
	refusals.push(
		`This workspace has a pipeline "${taken.name}" already, with different upper and lower case than "${name}". Write it so in the file, or rename it under Settings > Pipelines first.`,
	);
	return true;
}

async function pipelineNamed(shared: Shared, name: string): Promise<LoadedPipeline> {
	const { transaction, workspaceId, changes } = shared;
	const found = (await listPipelines(transaction, workspaceId)).find(
		(pipeline) => pipeline.name === name,
	);
	if (found) return found;
	await createPipeline(transaction, workspaceId, name);
	changes.push(`Added pipeline "${name}".`);
	return pipelineNamed(shared, name);
}

async function orderPipelines(
	{ transaction, workspaceId, changes }: Shared,
	wanted: string[],
): Promise<void> {
	const pipelines = await listPipelines(transaction, workspaceId);
	const present = pipelines.map(({ name }) => name);
	const ordered = inWantedOrder(present, wanted);
	if (isSameList(ordered, present)) return;
	for (const { id, name } of pipelines)
		await movePipeline(transaction, workspaceId, id, ordered.indexOf(name) + 1);
	changes.push(`Put the pipelines in order: ${ordered.join(', ')}.`);
}
