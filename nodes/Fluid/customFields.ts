import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { findByAnyName } from '../../contract/formerNames';
import type { CustomField, OnCreate, Pipeline } from '../../contract/types';
import type { LocatorChoice } from './locators';
import { listAll } from './pages';
import type { FluidConnection } from './request';
import { toCustomField } from './values';
import { howFor } from './version';
import type { ReadingRules } from './readingRules';

/** The custom fields of a workspace, pipeline by pipeline. */
export type LoadedCustomFields = { pipelines: Pipeline[]; fields: CustomField[] };

/** Values of custom fields by key. */
export type EnteredCustomFields = Record<string, unknown>;

/** Returns the custom fields of the workspace. */
export async function loadCustomFields(fluid: FluidConnection): Promise<LoadedCustomFields> {
	const [pipelines, fields] = await Promise.all([
		listAll<Pipeline>(fluid, '/api-pipelines'),
		listAll<CustomField>(fluid, '/api-custom-fields'),
	]);
	return { pipelines, fields };
}

/** Returns the fields of a pipeline; if none is known, those of all, a key that several have standing for the first. */
export function fieldsInChoice(
	{ pipelines, fields }: LoadedCustomFields,
	choice: LocatorChoice,
): CustomField[] {
	const inOrder = pipelines.flatMap(({ id }) =>
		fields.filter(({ pipeline_id }) => pipeline_id === id),
	);
	const pipeline = chosenOf(pipelines, choice);
	if (pipeline !== undefined) return inOrder.filter((field) => field.pipeline_id === pipeline.id);
	const byKey = new Map<string, CustomField>();
	for (const field of inOrder) if (!byKey.has(field.key)) byKey.set(field.key, field);
	return [...byKey.values()];
}

/**
 * Returns the pipeline an item's fields are those of: a deal that is known by an ID may be in any, and so may one while a
 * new deal has a pipeline of its own.
 */
export function pipelineOf(
	{ pipelines }: LoadedCustomFields,
	deal: IDataObject,
	choice: LocatorChoice,
): LocatorChoice {
	const { pipeline_id, pipeline, stage_id } = (deal.on_create ?? {}) as OnCreate;
	const isAnywhere = [
		deal.id,
		deal.external_id,
		deal.stage_id,
		pipeline_id,
		pipeline,
		stage_id,
	].some((name) => name !== undefined);
	const [first] = pipelines;
	return choice ?? (isAnywhere || first === undefined ? undefined : { id: first.id });
}

/** Returns whether the node was given any custom field, or takes them from its input. */
export function usesCustomFields(context: IExecuteFunctions): boolean {
	const given = context.getNodeParameter('customFields', 0, {}, { rawExpressions: true });
	const { mappingMode, value } = given as IDataObject;
	return mappingMode === 'autoMapInputData' || Object.keys(value ?? {}).length > 0;
}

/** Returns the custom fields of one item: as mapped by the user, or those the item has properties for. */
export function readCustomFields(
	context: IExecuteFunctions,
	item: number,
	fields: CustomField[],
): EnteredCustomFields {
	const mode = context.getNodeParameter('customFields.mappingMode', item, 'defineBelow');
	const given =
		mode === 'autoMapInputData'
			? fromInput(context.getInputData()[item]?.json ?? {}, fields)
			: mapped(context, item);
	return toCustomFields(given, fields, howFor(context));
}

/** Returns values of custom fields, given by key or ID, as Fluid takes them; what is empty is left out. */
export function toCustomFields(
	given: EnteredCustomFields,
	fields: CustomField[],
	how: ReadingRules,
): EnteredCustomFields {
	const converted = Object.entries(given).map(([name, value]) => {
		const field = fields.find(({ key, id }) => key === name || id === name);
		return [name, toCustomField(field, value, how)] as const;
	});
	return Object.fromEntries(converted.filter(([, value]) => value !== undefined));
}

// n8n would check the values by the fields as they were when the node was opened; Fluid knows them as they are.
function mapped(context: IExecuteFunctions, item: number): IDataObject {
	const options = { skipValidation: true };
	return (context.getNodeParameter('customFields.value', item, {}, options) ?? {}) as IDataObject;
}

function fromInput(json: IDataObject, fields: CustomField[]): IDataObject {
	const own = (name: string) => (Object.hasOwn(json, name) ? json[name] : undefined);
	const found = fields.map(({ key, name, former_names = [] }) => {
		const names = [key, name, ...former_names];
		return [key, names.map(own).find((value) => value !== undefined)] as const;
	});
	return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

function chosenOf(pipelines: Pipeline[], choice: LocatorChoice): Pipeline | undefined {
	if (choice === undefined) return undefined;
	if ('id' in choice) return pipelines.find(({ id }) => id === choice.id);
	const [found, ...others] = findByAnyName(choice.name, pipelines).found;
	return others.length === 0 ? found : undefined;
}
