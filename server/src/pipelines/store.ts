import type { CustomField, CustomFieldType } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { sql, type Statement } from '../database/sql';
import { newId } from '../values/ids';

/** A stage of a pipeline; `position` counts from 1. */
export type StageRow = { id: string; pipeline_id: string; name: string; position: number };

/** A pipeline with its stages and custom fields, each in order. */
export type Pipeline = { id: string; name: string; stages: StageRow[]; fields: CustomField[] };

/** Returns the workspace's pipelines in order. */
export async function loadPipelines(reader: Reader, workspaceId: string): Promise<Pipeline[]> {
	const pipelines = await reader.all<{ id: string; name: string }>(sql`
		select id, name from pipelines where workspace_id = ${workspaceId} order by position, id`);
	const stages = await reader.all<StageRow>(sql`
		select id, pipeline_id, name, position from stages
		where workspace_id = ${workspaceId} order by position, id`);
	const fields = await reader.all<FieldRow>(sql`
		select id, pipeline_id, key, name, type, options, required from custom_fields
		where workspace_id = ${workspaceId} order by position, id`);
	return pipelines.map(({ id, name }) => ({
		id,
		name,
		stages: stages.filter(({ pipeline_id }) => pipeline_id === id),
		fields: fields.filter(({ pipeline_id }) => pipeline_id === id).map(customField),
	}));
}

/** Returns the workspace's pipelines, read once in a transaction. */
export function listPipelines(transaction: Transaction, workspaceId: string): Promise<Pipeline[]> {
	return transaction.memoize(`pipelines ${workspaceId}`, () =>
		loadPipelines(transaction, workspaceId),
	);
}

/** Makes a pipeline behind the others. */
export async function createPipeline(
	transaction: Transaction,
	workspaceId: string,
	name: string,
): Promise<string> {
	const id = newId('pip');
	await transaction.run(sql`
		insert into pipelines (id, workspace_id, name, position)
		select ${id}, ${workspaceId}, ${name}, coalesce(max(position), 0) + 1 from pipelines where workspace_id = ${workspaceId}`);
	transaction.forget(`pipelines ${workspaceId}`);
	return id;
}

/** Makes a stage behind the pipeline's others. */
export async function createStage(
	transaction: Transaction,
	workspaceId: string,
	pipelineId: string,
	name: string,
): Promise<string> {
	const id = newId('stg');
	await transaction.run(sql`
		insert into stages (id, workspace_id, pipeline_id, name, position)
		select ${id}, ${workspaceId}, ${pipelineId}, ${name}, coalesce(max(position), 0) + 1 from stages
		where pipeline_id = ${pipelineId}`);
	transaction.forget(`pipelines ${workspaceId}`);
	return id;
}

/** Gives a pipeline another name. */
export async function renamePipeline(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	name: string,
): Promise<void> {
	await transaction.run(
		sql`update pipelines set name = ${name} where workspace_id = ${workspaceId} and id = ${id}`,
	);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** Removes a pipeline that nothing uses any more, with its stages and custom fields: see `usersOfPipeline`. */
export async function removePipeline(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.run(
		sql`delete from custom_fields where workspace_id = ${workspaceId} and pipeline_id = ${id}`,
	);
	await transaction.run(
		sql`delete from stages where workspace_id = ${workspaceId} and pipeline_id = ${id}`,
	);
	await transaction.run(
		sql`delete from pipelines where workspace_id = ${workspaceId} and id = ${id}`,
	);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** Puts a pipeline at a position; the first one takes the deals that name none. */
export async function movePipeline(
	transaction: Transaction,
	workspaceId: string,
	pipelineId: string,
	position: number,
): Promise<void> {
	await transaction.run(sql`
		update pipelines set position = ${position} where workspace_id = ${workspaceId} and id = ${pipelineId}`);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** Gives a stage another name. */
export async function renameStage(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	name: string,
): Promise<void> {
	await transaction.run(
		sql`update stages set name = ${name} where workspace_id = ${workspaceId} and id = ${id}`,
	);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** Puts a stage at a position. */
export async function moveStage(
	transaction: Transaction,
	workspaceId: string,
	stageId: string,
	position: number,
): Promise<void> {
	await transaction.run(sql`
		update stages set position = ${position} where workspace_id = ${workspaceId} and id = ${stageId}`);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** Removes a stage that nothing uses any more: see `stageUse`. */
export async function removeStage(
	transaction: Transaction,
	workspaceId: string,
	stageId: string,
): Promise<void> {
	await transaction.run(
		sql`delete from stages where workspace_id = ${workspaceId} and id = ${stageId}`,
	);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** How many deals are in a stage, and how many lead forms and webhooks name it. */
export type StageUse = { deals: number; forms: number; webhooks: number };

/** Returns what keeps a stage from being removed. */
export async function stageUse(
	reader: Reader,
	workspaceId: string,
	stageId: string,
): Promise<StageUse> {
	const use = await reader.get<StageUse>(sql`
		select
			(select count(*) from deals where stage_id = ${stageId}) as deals,
			(select count(*) from forms where stage_id = ${stageId}) as forms,
			(select count(*) from webhooks
				where workspace_id = ${workspaceId} and filters like ${`%${stageId}%`}) as webhooks`);
	return use as StageUse;
}

/** Makes a custom field behind the pipeline's others. */
export async function createCustomField(
	transaction: Transaction,
	workspaceId: string,
	field: Omit<CustomField, 'id'>,
): Promise<string> {
	const id = newId('fld');
	await transaction.run(sql`
		insert into custom_fields (id, workspace_id, pipeline_id, key, name, type, options, required, position)
		select ${id}, ${workspaceId}, ${field.pipeline_id}, ${field.key}, ${field.name}, ${field.type},
			${JSON.stringify(field.options)}, ${Number(field.required)}, coalesce(max(position), 0) + 1
		from custom_fields where pipeline_id = ${field.pipeline_id}`);
	transaction.forget(`pipelines ${workspaceId}`);
	return id;
}

/** Changes a custom field's label, options and whether it is required; key and type are fixed. */
export async function changeCustomField(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	change: Pick<CustomField, 'name' | 'options' | 'required'>,
): Promise<void> {
	await transaction.run(sql`
		update custom_fields
		set name = ${change.name}, options = ${JSON.stringify(change.options)}, required = ${Number(change.required)}
		where workspace_id = ${workspaceId} and id = ${id}`);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** Puts a custom field at a position. */
export async function moveCustomField(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	position: number,
): Promise<void> {
	await transaction.run(sql`
		update custom_fields set position = ${position} where workspace_id = ${workspaceId} and id = ${id}`);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** Removes a custom field that no deal has a value of any more: see `deleteCustomField`. */
export async function removeCustomField(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.run(
		sql`delete from custom_fields where workspace_id = ${workspaceId} and id = ${id}`,
	);
	transaction.forget(`pipelines ${workspaceId}`);
}

/** Returns how many deals of a pipeline have a value in a custom field. */
export async function countDealsWithValue(
	reader: Reader,
	workspaceId: string,
	{ pipeline_id, key }: Pick<CustomField, 'pipeline_id' | 'key'>,
): Promise<number> {
	const found = await reader.get<{ deals: number }>(sql`
		select count(*) as deals from deals
		where workspace_id = ${workspaceId} and pipeline_id = ${pipeline_id}
			and ${hasValue(key)}`);
	return found?.deals ?? 0;
}

/** The deals that have a value of a custom field: quotes inside a value are escaped, so those around a key are its own. */
export function hasValue(key: string): Statement {
	return sql`custom_fields like ${`%"${key.replaceAll('_', '~_')}":%`} escape '~'`;
}

type FieldRow = {
	id: string;
	pipeline_id: string;
	key: string;
	name: string;
	type: CustomFieldType;
	options: string;
	required: number;
};

function customField(row: FieldRow): CustomField {
	return { ...row, options: JSON.parse(row.options) as string[], required: row.required === 1 };
}
