import type { Transaction } from '../database/database';
import { invalidInput } from '../problems/problems';
import { pauseWebhook } from '../webhooks/store';
import { getPipeline } from './changes';
import { type LoadedPipeline, listPipelines } from '../pipelines/store';
import { removePipeline } from './store';
import { type Usage, pipelineUsage } from './usage';

/**
 * Deletes a pipeline with its stages and custom fields and returns its name. Webhooks that filter on it are paused
 * with the reason.
 *
 * @throws pipeline_not_found, or invalid_input while it has deals or lead forms
 */
export async function deletePipeline(
	transaction: Transaction,
	workspaceId: string,
	pipelineId: string,
	now: Date,
): Promise<string> {
	const pipelines = await listPipelines(transaction, workspaceId);
	const pipeline = getPipeline(pipelines, pipelineId);
	const users = await pipelineUsage(transaction, workspaceId, pipeline);
	const obstacle = pipelineDeletionBlocker(pipeline, users);
	if (obstacle !== undefined) throw invalidInput([{ pointer: '', detail: obstacle }]);
	const reason = `Its filter names the pipeline "${pipeline.name}" or one of its stages, which was deleted. Choose another one, then resume it.`;
	for (const { id } of users.webhooks) {
		await pauseWebhook(transaction, { id }, reason, now);
	}
	await removePipeline(transaction, workspaceId, pipelines, pipeline);
	return pipeline.name;
}

/** Returns why a pipeline cannot be deleted and what to do first; undefined when it can be. */
export function pipelineDeletionBlocker(
	{ name }: LoadedPipeline,
	{ deals, forms }: Usage,
): string | undefined {
	if (deals > 0) {
		const some = deals === 1 ? 'a deal' : `${deals.toLocaleString('en')} deals`;
		return `"${name}" has ${some}, won and lost ones included. Move them to another pipeline or delete them first.`;
	}
	if (forms.length > 0) {
		const names = forms.map((form) => `"${form.name}"`).join(', ');
		const some = forms.length === 1 ? `lead form ${names} puts` : `lead forms ${names} put`;
		return `The ${some} deals into "${name}". Point ${forms.length === 1 ? 'it' : 'them'} at another pipeline or delete ${forms.length === 1 ? 'it' : 'them'} first.`;
	}
	return undefined;
}
