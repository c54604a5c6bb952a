import type { CustomField, CustomFieldType } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';

/** A stage of a pipeline; `position` counts from 1. */
export type StageRow = {
	id: string;
	pipeline_id: string;
	name: string;
	position: number;
	/** Absent if it was never renamed. */
	former_names?: string[];
};

/** A pipeline with its stages and custom fields, each in order. */
export type LoadedPipeline = {
	id: string;
	name: string;
	/** Absent if it was never renamed. */
	former_names?: string[];
	stages: StageRow[];
	fields: CustomField[];
};

/** Returns the workspace's pipelines in order. */
export async function loadPipelines(
	reader: Reader,
	workspaceId: string,
): Promise<LoadedPipeline[]> {
	const pipelines = await reader.all<{ id: string; name: string; former_names: string }>(sql`
		select id, name, former_names from pipelines where workspace_id = ${workspaceId} order by position, id`);
	const stages = await reader.all<Omit<StageRow, 'former_names'> & { former_names: string }>(sql`
		select id, pipeline_id, name, position, former_names from stages
		where workspace_id = ${workspaceId} order by position, id`);
	const fields = await reader.all<FieldRow>(sql`
		select id, pipeline_id, key, name, type, options, required, former_names, former_options from custom_fields
		where workspace_id = ${workspaceId} order by position, id`);
	return pipelines.map(({ id, name, former_names }) => ({
		id,
		name,
		...unlessEmpty('former_names', former_names),
		stages: stages.filter(({ pipeline_id }) => pipeline_id === id).map(stageRow),
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
	former_names: string;
	former_options: string;
};

function stageRow({
	former_names,
	...row
}: Omit<StageRow, 'former_names'> & { former_names: string }) {
	return { ...row, ...unlessEmpty('former_names', former_names) };
}

function customField({ former_names, former_options, ...row }: FieldRow): CustomField {
	return {
		...row,
		options: JSON.parse(row.options) as string[],
		required: row.required === 1,
		...unlessEmpty('former_names', former_names),
		...unlessEmpty('former_options', former_options),
	};
}

/** A list in JSON as a property, which is absent where the list is empty. */
function unlessEmpty<Name extends keyof Lists>(name: Name, json: string): Pick<Lists, Name> {
	const list = JSON.parse(json) as Lists[Name] & unknown[];
	return (list.length > 0 ? { [name]: list } : {}) as Pick<Lists, Name>;
}

type Lists = Pick<CustomField, 'former_names' | 'former_options'>;
