import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';
import { nameKey } from '../../contract/identity';
import type { CustomField, Form, Pipeline, Stage } from '../../contract/types';
import { watchableFields } from '../../contract/watchable';
import { fieldsOf, loadCustomFields } from './customFields';
import { sortedByName } from './fields';
import { type Choice, chosen } from './locators';
import { mapperField } from './mapperField';
import { list } from './pages';
import { pipelineId } from './places';
import { searchContacts, searchDeals } from './recordLists';
import { connect, type Fluid } from './request';

/** The lists of the pickers, filled from Fluid with what the user typed. */
export const listSearch = {
	searchPipelines,
	searchStages,
	searchForms,
	searchDeals,
	searchContacts,
};

/** The choices of plain dropdowns. */
export const loadOptions = { getCustomFieldKeys, getWatchableFields };

/** The fields a mapper shows. */
export const resourceMapping = { getCustomFields };

async function searchPipelines(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const pipelines = await list<Pipeline>(await connect(this), '/api-pipelines');
	return matching(sortedByName(pipelines.map(asEntry)), filter);
}

/** The stages of the chosen pipeline in their order; while none is known, those of all, with their pipeline's name. */
async function searchStages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const fluid = await connect(this);
	const pipeline_id = await pipelineId(this, fluid, currentPipeline(this));
	const stages = await list<Stage>(fluid, '/api-stages', pipeline_id ? { pipeline_id } : {});
	const pipelines = pipeline_id ? [] : await list<Pipeline>(fluid, '/api-pipelines');
	const labelled = stages.map((stage) => {
		const pipeline = pipelines.find(({ id }) => id === stage.pipeline_id);
		const isAmbiguous = pipeline !== undefined && pipelines.length > 1;
		return asEntry({
			...stage,
			name: isAmbiguous ? `${stage.name} (${pipeline.name})` : stage.name,
		});
	});
	return matching(labelled, filter);
}

async function searchForms(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const forms = await list<Form>(await connect(this), '/api-forms');
	return matching(sortedByName(forms.map(asEntry)), filter);
}

async function getCustomFieldKeys(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const fields = await currentFields(this, await connect(this));
	return sortedByName(fields.map(({ name, key }) => ({ name, value: key })));
}

async function getWatchableFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const fluid = await connect(this);
	const pipeline_id = await pipelineId(this, fluid, currentPipeline(this));
	const filters = pipeline_id ? { pipeline_id } : {};
	const customFields = await list<CustomField>(fluid, '/api-custom-fields', filters);
	return sortedByName(
		watchableFields(customFields).map(({ value, label }) => ({ name: label, value })),
	);
}

async function getCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const fields = await currentFields(this, await connect(this));
	return { fields: fields.map(mapperField) };
}

/** The fields of the chosen pipeline; while none is known, those of all, with the pipeline's name but for the first. */
async function currentFields(context: ILoadOptionsFunctions, fluid: Fluid): Promise<CustomField[]> {
	const customFields = await loadCustomFields(fluid);
	const pipeline = currentPipeline(context);
	const fields = fieldsOf(customFields, pipeline);
	if (pipeline !== undefined) return fields;
	const [, ...others] = customFields.pipelines;
	return fields.map((field) => {
		const other = others.find(({ id }) => id === field.pipeline_id);
		return other === undefined ? field : { ...field, name: `${field.name} (${other.name})` };
	});
}

/** An expression has no value yet while the node is edited, so the pipeline it will give is not known. */
function currentPipeline(context: ILoadOptionsFunctions): Choice {
	const given = context.getCurrentNodeParameter('pipeline');
	const choice = chosen(given);
	const text = choice === undefined ? '' : 'id' in choice ? choice.id : choice.name;
	return text.startsWith('=') ? undefined : choice;
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
