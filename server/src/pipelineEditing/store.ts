import type { CustomField } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import type { Renamed } from '../../../contract/formerNames';
import { newId } from '../values/ids';
import type { LoadedPipeline, StageRow } from '../pipelines/store';
import {
	type FormerOptions,
	formerOptionsAfter,
	namesBefore,
	namesLeft,
} from '../pipelines/formerNames';

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

/** Gives a pipeline another name; it is found under the one it had as well. */
export async function renamePipeline(
	transaction: Transaction,
	workspaceId: string,
	pipeline: LoadedPipeline,
	name: string,
): Promise<void> {
	await transaction.run(sql`
		update pipelines set name = ${name}, former_names = ${JSON.stringify(namesBefore(pipeline, name))}
		where workspace_id = ${workspaceId} and id = ${pipeline.id}`);
}

/** Removes one of the pipelines that nothing uses any more, with its stages and custom fields: see `pipelineUsage`. */
export async function removePipeline(
	transaction: Transaction,
	workspaceId: string,
	pipelines: LoadedPipeline[],
	pipeline: LoadedPipeline,
): Promise<void> {
	const { id } = pipeline;
	await endNames(transaction, workspaceId, { of: 'pipelines', all: pipelines, gone: pipeline });
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

/** Gives a stage another name; it is found under the one it had as well. */
export async function renameStage(
	transaction: Transaction,
	workspaceId: string,
	stage: StageRow,
	name: string,
): Promise<void> {
	await transaction.run(sql`
		update stages set name = ${name}, former_names = ${JSON.stringify(namesBefore(stage, name))}
		where workspace_id = ${workspaceId} and id = ${stage.id}`);
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

/** Removes one of the stages of a pipeline, which nothing uses any more: see `stageUsage`. */
export async function removeStage(
	transaction: Transaction,
	workspaceId: string,
	{ stages }: LoadedPipeline,
	stage: StageRow,
): Promise<void> {
	await endNames(transaction, workspaceId, { of: 'stages', all: stages, gone: stage });
	await transaction.run(
		sql`delete from stages where workspace_id = ${workspaceId} and id = ${stage.id}`,
	);
}

/** Makes a custom field behind the pipeline's others. */
export async function createCustomField(
	transaction: Transaction,
	workspaceId: string,
	field: Omit<CustomField, 'id' | 'former_names' | 'former_options'>,
): Promise<string> {
	const id = newId('fld');
	await transaction.run(sql`
		insert into custom_fields (id, workspace_id, pipeline_id, key, name, type, options, required, position)
		select ${id}, ${workspaceId}, ${field.pipeline_id}, ${field.key}, ${field.name}, ${field.type},
			${JSON.stringify(field.options)}, ${Number(field.required)}, coalesce(max(position), 0) + 1
		from custom_fields where pipeline_id = ${field.pipeline_id}`);
	return id;
}

/** What becomes of a custom field, and which of its options are those of before under another name. */
export type FieldChange = Pick<CustomField, 'name' | 'options' | 'required'> & {
	renamed?: FormerOptions;
};

/**
 * Changes a custom field's label, options and whether it is required; key and type are fixed. Label and options are found
 * under the names they had as well.
 */
export async function changeCustomField(
	transaction: Transaction,
	workspaceId: string,
	field: CustomField,
	{ name, options, required, renamed = [] }: FieldChange,
): Promise<void> {
	const formerOptions = formerOptionsAfter(field, options, renamed);
	await transaction.run(sql`
		update custom_fields
		set name = ${name}, options = ${JSON.stringify(options)}, required = ${Number(required)},
			former_names = ${JSON.stringify(namesBefore(field, name))}, former_options = ${JSON.stringify(formerOptions)}
		where workspace_id = ${workspaceId} and id = ${field.id}`);
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

/** Removes one of the custom fields of a pipeline, which no deal has a value of any more: see `deleteCustomField`. */
export async function removeCustomField(
	transaction: Transaction,
	workspaceId: string,
	{ fields }: LoadedPipeline,
	field: CustomField,
): Promise<void> {
	await endNames(transaction, workspaceId, { of: 'custom_fields', all: fields, gone: field });
	await transaction.run(
		sql`delete from custom_fields where workspace_id = ${workspaceId} and id = ${field.id}`,
	);
}

type Named = Renamed & { id: string };

const TABLES = {
	pipelines: sql`pipelines`,
	stages: sql`stages`,
	custom_fields: sql`custom_fields`,
};

/** What had a name before that something else got and goes with does not get it back. */
async function endNames(
	transaction: Transaction,
	workspaceId: string,
	{ of, all, gone }: { of: keyof typeof TABLES; all: readonly Named[]; gone: Named },
): Promise<void> {
	for (const other of all) {
		const left = namesLeft(other, gone);
		if (other.id === gone.id || left.length === (other.former_names?.length ?? 0)) continue;
		await transaction.run(sql`
			update ${TABLES[of]} set former_names = ${JSON.stringify(left)}
			where workspace_id = ${workspaceId} and id = ${other.id}`);
	}
}
