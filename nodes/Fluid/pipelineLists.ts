import { nameKey } from '../../contract/identity';
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { Form, Pipeline, Stage } from '../../contract/types';
import { currentPipeline, newDealPipeline } from './currentPipeline';
import { sortedByName } from './fields';
import type { LocatorChoice } from './locators';
import { listAll } from './pages';
import { resolvePipelineId } from './resolveId';
import { connect } from './request';

export async function searchPipelines(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const pipelines = await listAll<Pipeline>(await connect(this), '/api-pipelines');
	return matching(sortedByName(pipelines.map(asEntry)), filter);
}

export async function searchStages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return listStages(this, currentPipeline(this), filter);
}

export async function searchNewDealStages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return listStages(this, newDealPipeline(this), filter);
}

/** The stages of the chosen pipeline in their order; while none is known, those of all, with their pipeline's name. */
async function listStages(
	context: ILoadOptionsFunctions,
	pipeline: LocatorChoice,
	filter?: string,
): Promise<INodeListSearchResult> {
	const fluid = await connect(context);
	const pipeline_id = await resolvePipelineId(context, fluid, pipeline);
	const stages = await listAll<Stage>(fluid, '/api-stages', pipeline_id ? { pipeline_id } : {});
	const pipelines = pipeline_id ? [] : await listAll<Pipeline>(fluid, '/api-pipelines');
	const labelled = stages.map((stage) => {
		const owner = pipelines.find(({ id }) => id === stage.pipeline_id);
		const isAmbiguous = owner !== undefined && pipelines.length > 1;
		return asEntry({ ...stage, name: isAmbiguous ? `${stage.name} (${owner.name})` : stage.name });
	});
	return matching(labelled, filter);
}

export async function searchForms(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const forms = await listAll<Form>(await connect(this), '/api-forms');
	return matching(sortedByName(forms.map(asEntry)), filter);
}

function matching(entries: INodeListSearchItems[], filter = ''): INodeListSearchResult {
	const wanted = nameKey(filter);
	return { results: entries.filter(({ name }) => nameKey(name).includes(wanted)) };
}

function asEntry({
	id,
	name,
	url,
}: {
	id: string;
	name: string;
	url?: string;
}): INodeListSearchItems {
	return { name, value: id, ...(url === undefined ? {} : { url }) };
}
