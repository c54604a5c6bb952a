import type { CustomField } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../values/ids';

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
}

/** Removes a pipeline that nothing uses any more, with its stages and custom fields: see `pipelineUsage`. */
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
}

/** Removes a stage that nothing uses any more: see `stageUsage`. */
export async function removeStage(
	transaction: Transaction,
	workspaceId: string,
	stageId: string,
): Promise<void> {
	await transaction.run(
		sql`delete from stages where workspace_id = ${workspaceId} and id = ${stageId}`,
	);
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
}
