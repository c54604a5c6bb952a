import { findByName } from '../pipelineEditing/names';
import { type StageRow } from '../pipelines/store';
import { createStage, moveStage, removeStage, renameStage } from '../pipelineEditing/store';
import { type Usage, stageUsage } from '../pipelineEditing/usage';
import { namesHere } from './nameHere';
import { inWantedOrder, isSameList } from './order';
import type { Application, WantedPipeline } from './application';

/** Brings the stages of a pipeline to what is wanted. */
export async function applyStages(application: Application, given: WantedPipeline): Promise<void> {
	const names = await stageNamesHere(application, given);
	const wanted = { ...given, stages: names.filter((name) => name !== undefined) };
	await addMissing(application, wanted);
	const { stages } = await application.pipeline();
	const named = wanted.stages.map((name) => ({ name }));
	for (const stage of stages.filter(({ name }) => !findByName(name, named)))
		await removeOrKeep(application, wanted, stage);
	await order(application, wanted);
}

function stageNamesHere(application: Application, { name: pipeline, stages }: WantedPipeline) {
	const { transaction, workspaceId } = application;
	return namesHere(application, {
		what: 'Stage',
		where: ` of "${pipeline}"`,
		names: stages,
		load: async () => (await application.pipeline()).stages,
		rename: (stage, name) => renameStage(transaction, workspaceId, stage, name),
	});
}

async function addMissing(application: Application, wanted: WantedPipeline): Promise<void> {
	const { transaction, workspaceId, changes, refusals } = application;
	const { id, stages } = await application.pipeline();
	const present = stages.map(({ name }) => name);
	for (const name of wanted.stages.filter((candidate) => !present.includes(candidate))) {
		const taken = findByName(name, stages);
		if (taken) {
			refusals.push(
				`Pipeline "${wanted.name}" has a stage "${taken.name}" already, with different upper and lower case than "${name}". Write it so in the file, or rename it under Settings > Pipelines first.`,
			);
			continue;
		}
		await createStage(transaction, workspaceId, id, name);
		changes.push(`Added stage "${name}" to "${wanted.name}".`);
	}
}

async function removeOrKeep(
	application: Application,
	wanted: WantedPipeline,
	stage: StageRow,
): Promise<void> {
	const { transaction, workspaceId, isDeleting, changes, kept, refusals } = application;
	if (!isDeleting) {
		kept.push(`stage "${stage.name}" of "${wanted.name}"`);
		return;
	}
	const usage = await stageUsage(transaction, workspaceId, stage);
	const refusal = whyItStays(stage.name, wanted.name, usage);
	if (refusal !== undefined) {
		refusals.push(refusal);
		return;
	}
	await removeStage(transaction, workspaceId, await application.pipeline(), stage);
	changes.push(`Removed stage "${stage.name}" from "${wanted.name}".`);
}

function whyItStays(
	stage: string,
	pipeline: string,
	{ deals, forms, webhooks }: Usage,
): string | undefined {
	const itStays = `Stage "${stage}" of "${pipeline}" cannot be removed:`;
	if (deals > 0)
		return `${itStays} ${deals === 1 ? 'one deal is' : `${deals} deals are`} in it. Move ${deals === 1 ? 'it' : 'them'} to another stage first.`;
	if (forms.length > 0)
		return `${itStays} ${forms.length === 1 ? 'a lead form puts' : `${forms.length} lead forms put`} deals there. Choose another stage in the form first.`;
	if (webhooks.length > 0)
		return `${itStays} ${webhooks.length === 1 ? 'a webhook waits' : `${webhooks.length} webhooks wait`} for deals there. Change the filter of the webhook first.`;
	return undefined;
}

/** Stages that were removed leave gaps, which order nothing: only a change of the order is written and reported. */
async function order(application: Application, wanted: WantedPipeline): Promise<void> {
	const { transaction, workspaceId, changes } = application;
	const { stages } = await application.pipeline();
	const present = stages.map(({ name }) => name);
	const ordered = inWantedOrder(present, wanted.stages);
	if (isSameList(ordered, present)) return;
	for (const { id, name } of stages)
		await moveStage(transaction, workspaceId, id, ordered.indexOf(name) + 1);
	changes.push(`Put the stages of "${wanted.name}" in order: ${ordered.join(', ')}.`);
}
