import { hasOptions } from '../../../contract/customFieldTypes';
import { findByAnyName } from '../../../contract/formerNames';
import type { CustomField } from '../../../contract/types';
import { deleteCustomFieldIn, MOST_IN_ONE } from '../pipelineEditing/deleteCustomField';
import { fieldKey } from '../pipelineEditing/fieldKey';
import { findByName } from '../pipelineEditing/names';
import { loadRequireImpact } from '../pipelineEditing/requiring';
import { type LoadedPipeline } from '../pipelines/store';
import { changeCustomField, createCustomField, moveCustomField } from '../pipelineEditing/store';
import { fieldUsage } from '../pipelineEditing/usage';
import { renamedSince, whyUnclear } from './nameHere';
import { optionsAfter } from './options';
import { inWantedOrder, isSameList } from './order';
import type { Application, WantedPipeline } from './application';

type WantedField = NonNullable<WantedPipeline['custom_fields']>[number];

/** Brings the custom fields of a pipeline to what is wanted; they stay as they are where the blueprint has no list. */
export async function applyCustomFields(
	application: Application,
	wanted: WantedPipeline,
): Promise<void> {
	if (!wanted.custom_fields) return;
	const { fields } = await application.pipeline();
	const known = wanted.custom_fields.map((field) => ({
		field,
		...presentField(fields, field, wanted.custom_fields ?? []),
	}));
	if (refuseUnclear(application, wanted.name, known)) return;
	if (refuseSharedFields(application, wanted.name, known)) return;
	for (const { field, present } of known) {
		if (present) await change(application, wanted.name, present, field);
		else await add(application, wanted.name, field);
	}
	const named = known.map(({ present }) => present);
	for (const field of fields.filter((candidate) => !named.includes(candidate)))
		await removeOrKeep(application, wanted.name, field);
	if (application.isRenaming) await refuseTakenNames(application, wanted.name, known);
	await order(
		application,
		wanted.name,
		known.map(({ field, present }) => present?.key ?? keyOf(field)),
	);
}

/** A field of the file, the one here that it means, and those between which it leaves that open. */
type KnownField = { field: WantedField; present: CustomField | undefined; unclear: CustomField[] };

/**
 * A field that is there is found by the key the file gives, else by its name, else by a name it had before, else by the key
 * made from its name.
 */
function presentField(
	fields: CustomField[],
	{ key, name }: WantedField,
	wanted: WantedField[],
): Omit<KnownField, 'field'> {
	const byKey = (wantedKey: string | undefined) => fields.find((field) => field.key === wantedKey);
	if (key !== undefined) return { present: byKey(key), unclear: [] };
	const named = fields.find((field) => field.name === name);
	const names = wanted.map((field) => field.name);
	const meant = named ? [named] : renamedSince(name, fields, names);
	if (meant.length > 1) return { present: undefined, unclear: meant };
	return { present: meant[0] ?? byKey(fieldKey(name)), unclear: [] };
}

/** Answers whether a name in the file is the earlier name of several fields. */
function refuseUnclear({ refusals }: Application, pipeline: string, known: KnownField[]): boolean {
	const unclear = known.filter((one) => one.unclear.length > 0);
	for (const { field, unclear: meant } of unclear)
		refusals.push(whyUnclear('Custom field', `"${field.name}" of "${pipeline}"`, meant));
	return unclear.length > 0;
}

/** Without keys in the file, a name and another name's key can mean the same field; answers whether they do. */
function refuseSharedFields(
	{ refusals }: Application,
	pipeline: string,
	known: KnownField[],
): boolean {
	const shared = known.filter(({ present }, index) =>
		known.some((other, place) => place < index && present && other.present === present),
	);
	for (const { field, present } of shared)
		refusals.push(
			`Custom field "${field.name}" of "${pipeline}" and another one in the file both mean the field with the key "${present?.key}". Give each a key.`,
		);
	return shared.length > 0;
}

/** Asked when all is done, for two fields may have changed names. */
async function refuseTakenNames(
	{ refusals, pipeline }: Application,
	pipelineName: string,
	known: KnownField[],
): Promise<void> {
	const { fields } = await pipeline();
	for (const { field, present } of known) {
		if (!present || present.name === field.name) continue;
		const others = fields.filter(({ id }) => id !== present.id);
		const taken = findByName(field.name, others);
		if (taken)
			refusals.push(
				`Custom field "${present.name}" of "${pipelineName}" cannot become "${field.name}": the field with the key "${taken.key}" is called "${taken.name}" already. Give the field in the file another name.`,
			);
	}
}

function keyOf({ key, name }: WantedField): string {
	return key ?? (fieldKey(name) as string);
}

async function add(application: Application, pipeline: string, field: WantedField): Promise<void> {
	const { transaction, workspaceId, changes, refusals } = application;
	const { id, fields } = await application.pipeline();
	const { found, isFormer } = findByAnyName(field.name, fields);
	const [taken] = found;
	if (taken) {
		refusals.push(
			`Custom field "${taken.name}" of "${pipeline}"${isFormer ? `, called "${field.name}" before,` : ''} has the key "${taken.key}", not "${keyOf(field)}": a key is fixed once the field is made. Remove the key from the file, or give the field there another name.`,
		);
		return;
	}
	if (hasOptions(field.type) && !field.options?.length) {
		refusals.push(
			`Custom field "${field.name}" of "${pipeline}" is ${field.type}, so it needs options, e.g. "options": ["SaaS", "Retail"].`,
		);
		return;
	}
	const { name, type, options = [], required = false } = field;
	const made = { key: keyOf(field), name, type, options, required, pipeline_id: id };
	await createCustomField(transaction, workspaceId, made);
	changes.push(`Added custom field "${name}" (${type}) to "${pipeline}".`);
	if (required) await warn(application, pipeline, made);
}

/** Says what runs already and is affected by a field that is required from now on. */
async function warn(
	{ transaction, workspaceId, now, warnings }: Application,
	pipeline: string,
	{ name, key, pipeline_id }: Pick<CustomField, 'name' | 'key' | 'pipeline_id'>,
): Promise<void> {
	const field = { pipeline_id, key };
	const { keys, forms } = await loadRequireImpact(transaction, workspaceId, field, now);
	const listed = (things: Array<{ name: string }>) =>
		things.map((one) => `"${one.name}"`).join(', ');
	if (keys.length > 0)
		warnings.push(
			`A new deal in "${pipeline}" without "${name}" is refused from now on. These API keys were used in the last 30 days; integrations that create deals with one of them have to send "${key}": ${listed(keys)}.`,
		);
	if (forms.length > 0)
		warnings.push(
			`These lead forms do not ask for "${name}"; their deals come without it: ${listed(forms)}.`,
		);
}

async function change(
	application: Application,
	pipeline: string,
	present: CustomField,
	field: WantedField,
): Promise<void> {
	const { transaction, workspaceId, isRenaming, changes, otherNames, refusals } = application;
	const name = isRenaming ? field.name : present.name;
	if (name !== field.name)
		otherNames.push(`Custom field "${field.name}" of "${pipeline}" is called "${name}" here`);
	const title = `custom field "${name}" of "${pipeline}"`;
	if (present.type !== field.type) {
		refusals.push(
			`Custom field "${present.name}" of "${pipeline}" is ${present.type} and cannot become ${field.type}: a type is fixed once the field is made. Give the field in the file another name and key.`,
		);
		return;
	}
	const after = {
		name,
		...optionsAfter(application, present, field.options ?? present.options, title),
		required: field.required ?? present.required,
	};
	const differences = [
		...(after.name === present.name ? [] : [`it was named "${present.name}"`]),
		...(isSameList(after.options, present.options)
			? []
			: [`its options are ${after.options.join(', ') || 'none'}`]),
		...after.renamed.map((one) => `its option "${one.name}" is renamed to "${one.option}"`),
		...(after.required === present.required
			? []
			: [after.required ? 'it is required' : 'it is no longer required']),
	];
	if (differences.length === 0) return;
	await changeCustomField(transaction, workspaceId, present, after);
	changes.push(`Changed ${title}: ${differences.join('; ')}.`);
	if (after.required && !present.required)
		await warn(application, pipeline, { ...present, ...after });
}

async function removeOrKeep(
	application: Application,
	pipeline: string,
	field: CustomField,
): Promise<void> {
	const { transaction, workspaceId, isDeleting, changes, kept, refusals } = application;
	if (!isDeleting) {
		kept.push(`custom field "${field.name}" of "${pipeline}"`);
		return;
	}
	const { deals } = await fieldUsage(transaction, workspaceId, field);
	if (deals > MOST_IN_ONE) {
		refusals.push(
			`Custom field "${field.name}" of "${pipeline}" has values in ${deals} deals, too many to clear at once. Delete it under Settings > Custom Fields first.`,
		);
		return;
	}
	const lost = await deleteCustomFieldIn(application, field);
	const values =
		lost === 0
			? ''
			: `; ${lost === 1 ? 'one deal lost its value' : `${lost} deals lost their values`}`;
	changes.push(`Removed custom field "${field.name}" from "${pipeline}"${values}.`);
}

async function order(application: Application, pipeline: string, wanted: string[]): Promise<void> {
	const { transaction, workspaceId, changes } = application;
	const { fields }: LoadedPipeline = await application.pipeline();
	const ordered = inWantedOrder(
		fields.map(({ key }) => key),
		wanted,
	);
	if (
		isSameList(
			ordered,
			fields.map(({ key }) => key),
		)
	)
		return;
	for (const { id, key } of fields)
		await moveCustomField(transaction, workspaceId, id, ordered.indexOf(key) + 1);
	const names = ordered.map((key) => fields.find((field) => field.key === key)?.name);
	changes.push(`Put the custom fields of "${pipeline}" in order: ${names.join(', ')}.`);
}
