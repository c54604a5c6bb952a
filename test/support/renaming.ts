import {
	addStage,
	changePipelineName,
	changeStageName,
	type WorkspaceWrite,
} from '../../server/src/pipelineEditing/changes';
import { changeField } from '../../server/src/pipelineEditing/fieldChanges';
import { listPipelines, type LoadedPipeline } from '../../server/src/pipelines/store';

/** Renames the pipeline that has a name. */
export async function renamePipelineTo(write: WorkspaceWrite, name: string, next: string) {
	await changePipelineName(write, (await pipelineCalled(write, name)).id, next);
}

/** Renames the stage of the first pipeline that has a name. */
export async function renameStageTo(write: WorkspaceWrite, name: string, next: string) {
	await changeStageName(write, await stageId(write, name), next);
}

/** Adds a stage to the first pipeline. */
export async function addStageCalled(write: WorkspaceWrite, name: string) {
	const [pipeline] = await listPipelines(write.transaction, write.workspaceId);
	await addStage(write, (pipeline as LoadedPipeline).id, name);
}

/** Changes the field of the first pipeline that has a key. */
export async function changeFieldTo(
	write: WorkspaceWrite,
	key: string,
	change: { name?: string; options?: string[] },
) {
	const [pipeline] = await listPipelines(write.transaction, write.workspaceId);
	const field = (pipeline as LoadedPipeline).fields.find((each) => each.key === key);
	if (!field) throw new Error(`There is no field ${key}.`);
	await changeField(write, field.id, { ...field, ...change });
}

/** Returns the id of the stage of the first pipeline that has a name. */
export async function stageId(
	{ transaction, workspaceId }: WorkspaceWrite,
	name: string,
): Promise<string> {
	const [pipeline] = await listPipelines(transaction, workspaceId);
	const stage = (pipeline as LoadedPipeline).stages.find((each) => each.name === name);
	if (!stage) throw new Error(`There is no stage ${name}.`);
	return stage.id;
}

async function pipelineCalled({ transaction, workspaceId }: WorkspaceWrite, name: string) {
	const pipelines = await listPipelines(transaction, workspaceId);
	return pipelines.find((each) => each.name === name) as LoadedPipeline;
}
