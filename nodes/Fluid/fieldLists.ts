import type {
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';
import type { CustomField } from '../../contract/types';
import { watchableFields } from '../../contract/watchable';
import { currentPipeline, newDealPipeline } from './currentPipeline';
import { fieldsInChoice, loadCustomFields } from './customFields';
import { sortedByName } from './fields';
import type { LocatorChoice } from './locators';
import { mapperField } from './mapperField';
import { listAll } from './pages';
import { resolvePipelineId } from './resolveId';
import { connect } from './request';

export async function getCustomFieldKeys(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return keysOf(await fieldsIn(this, currentPipeline(this)));
}

export async function getNewDealFieldKeys(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return keysOf(await fieldsIn(this, newDealPipeline(this)));
}

export async function getWatchableFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const fluid = await connect(this);
	const pipeline_id = await resolvePipelineId(this, fluid, currentPipeline(this));
	const filters = pipeline_id ? { pipeline_id } : {};
	const customFields = await listAll<CustomField>(fluid, '/api-custom-fields', filters);
	return sortedByName(
		watchableFields(customFields).map(({ value, label }) => ({ name: label, value })),
	);
}

export async function getCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const fields = await fieldsIn(this, currentPipeline(this));
	return { fields: fields.map(mapperField) };
}

function keysOf(fields: CustomField[]): INodePropertyOptions[] {
	return sortedByName(fields.map(({ name, key }) => ({ name, value: key })));
}

/** The fields of the chosen pipeline; while none is known, those of all, with the pipeline's name but for the first. */
async function fieldsIn(
	context: ILoadOptionsFunctions,
	pipeline: LocatorChoice,
): Promise<CustomField[]> {
	const customFields = await loadCustomFields(await connect(context));
	const fields = fieldsInChoice(customFields, pipeline);
	if (pipeline !== undefined) return fields;
	const [, ...others] = customFields.pipelines;
	return fields.map((field) => {
		const other = others.find(({ id }) => id === field.pipeline_id);
		return other === undefined ? field : { ...field, name: `${field.name} (${other.name})` };
	});
}
