import type { CustomField, CustomFieldType } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';

/** A stage of a pipeline; `position` counts from 1. */
export type StageRow = { id: string; pipeline_id: string; name: string; position: number };

/** A pipeline with its stages and custom fields, each in order. */
export type LoadedPipeline = {
	id: string;
	name: string;
	stages: StageRow[];
	fields: CustomField[];
};

/** Returns the workspace's pipelines in order. */
export async function loadPipelines(
	reader: Reader,
	workspaceId: string,
): Promise<LoadedPipeline[]> {
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

/** Returns the workspace's pipelines, read once while they are the same. */
export function listPipelines(
	transaction: Transaction,
	workspaceId: string,
): Promise<LoadedPipeline[]> {
	return transaction.configuration(workspaceId, 'pipelines', (reader) =>
		loadPipelines(reader, workspaceId),
	);
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
