import type { FastifyInstance } from 'fastify';
import type { CustomField, CustomFieldType } from '../../../../../contract/types';
import type { AppContext } from '../../../context';
import { conflictNote, savedSentence } from '../../kit/conflictNote';
import { faultsOf, NO_FAULTS } from '../../kit/faults';
import { linesOf } from '../../kit/lines';
import { MARKS, merge } from '../../kit/merge';
import { redirectWithFlash } from '../../kit/message';
import { nameFrom } from '../../kit/name';
import { listAddress, type Pressed } from '../../kit/position';
import { sendPage } from '../../kit/show';
import { getPipeline, type WorkspaceWrite } from '../../../pipelineEditing/changes';
import { FIELDS, fieldsPage, noPipelinePage } from './customFieldsPage';
import { deleteCustomField } from '../../../pipelineEditing/deleteCustomField';
import { type FieldForm, fieldTypes } from './fieldControls';
import { deleteFieldPage, editFieldPage, formWith, TOLD, customFieldValues } from './fieldPages';
import {
	addCustomField,
	changeField,
	getField,
	placeField,
} from '../../../pipelineEditing/fieldChanges';
import { CONFIRMED, requirePage } from './requirePage';
import { feltByRequiring, isFelt } from '../../../pipelineEditing/requiring';
import { countDealsWithValue, loadPipelines } from '../../../pipelines/store';
import type { PageContext } from '../../kit/pageContext';

type ById = { Params: { id: string } };
type Wanted = { Querystring: { pipeline?: string; moved?: string; way?: string } };
type Body = {
	pipeline_id?: string;
	name?: string;
	type?: string;
	options?: string;
	required?: string;
	key?: string;
	position?: string;
	confirmed?: string;
	[MARKS]?: string;
};

/** Settings > Custom fields: what a pipeline asks of its deals beside what every deal has. */
export function customFieldPages(pages: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;

	pages.get<Wanted>(FIELDS, async ({ visit, query }, reply) => {
		const pressed = { id: query.moved, way: query.way };
		return sendPage(reply, visit, await list(visit, query.pipeline, { pressed }));
	});

	pages.post<{ Body: Body }>(FIELDS, async ({ visit, body }, reply) => {
		const { pipeline_id = '' } = body;
		try {
			const name = nameFrom(body.name, 'Industry');
			const wish = { ...formOf(body), name, options: linesOf(body.options) };
			const add = (place: WorkspaceWrite) => addCustomField(place, pipeline_id, wish);
			const question =
				wish.required && (await asked(visit, { pipeline_id, key: undefined }, body, add));
			if (question)
				return sendPage(reply, visit, requirePage(visit, { ...question, name, action: FIELDS }));
			const key = await change(visit, add);
			return redirectWithFlash(
				reply,
				of(pipeline_id),
				`The custom field "${name}" has the key ${key}.`,
			);
		} catch (reason) {
			const form = { ...formOf(body), faults: faultsOf(reason) };
			return sendPage(reply, visit, await list(visit, pipeline_id, { form }), 422);
		}
	});

	pages.get<ById>(`${FIELDS}/:id`, async ({ visit, params }, reply) => {
		const { field, pipeline } = await found(visit, params.id);
		const form = { ...formOfField(field), faults: NO_FAULTS };
		return sendPage(reply, visit, editFieldPage(visit, { field, pipeline, form }));
	});

	pages.post<ById & { Body: Body }>(`${FIELDS}/:id`, async ({ visit, params, body }, reply) => {
		const { field, pipeline } = await found(visit, params.id);
		const compared = {
			sent: customFieldValues(formOf(body)),
			saved: customFieldValues(formOfField(field)),
		};
		const merged = merge({ marks: body[MARKS], ...compared });
		const form = { ...formOf(body), ...formWith(merged.values) };
		if (merged.conflicts.length > 0) {
			const conflict = conflictNote('custom field', merged, compared, TOLD);
			const view = { field, pipeline, form: { ...form, faults: NO_FAULTS }, conflict };
			return sendPage(reply, visit, editFieldPage(visit, view), 422);
		}
		try {
			const name = nameFrom(form.name, 'Industry');
			const wish = { name, options: linesOf(form.options), required: form.required };
			const save = (place: WorkspaceWrite) => changeField(place, params.id, wish);
			const question = wish.required && !field.required && (await asked(visit, field, body, save));
			if (question) {
				const action = `${FIELDS}/${field.id}`;
				return sendPage(reply, visit, requirePage(visit, { ...question, name, action }));
			}
			await change(visit, save);
			const said = `The custom field "${name}" is saved.`;
			return redirectWithFlash(reply, of(pipeline.id), savedSentence(said, merged, TOLD));
		} catch (reason) {
			const view = { field, pipeline, form: { ...form, faults: faultsOf(reason) } };
			return sendPage(reply, visit, editFieldPage(visit, view), 422);
		}
	});

	pages.post<ById & Wanted & { Body: Body }>(
		`${FIELDS}/:id/move`,
		async ({ visit, params, body, query }, reply) => {
			const position = Number(body.position);
			const field = await change(visit, (place) => placeField(place, params.id, position));
			const path = listAddress(of(field.pipeline_id), { about: field.id, way: query.way });
			return redirectWithFlash(reply, path, `"${field.name}" is now field ${position}.`);
		},
	);

	pages.get<ById>(`${FIELDS}/:id/delete`, async ({ visit, params }, reply) => {
		const { field } = await found(visit, params.id);
		const deals = await countDealsWithValue(database, visit.workspace.id, field);
		return sendPage(reply, visit, deleteFieldPage(visit, field, deals));
	});

	pages.post<ById>(`${FIELDS}/:id/delete`, async ({ visit, params }, reply) => {
		const { field } = await found(visit, params.id);
		const deals = await deleteCustomField(fluid, visit.workspace.id, field);
		const values = deals > 0 ? ` Its values in ${counted(deals)} are gone.` : '';
		return redirectWithFlash(
			reply,
			of(field.pipeline_id),
			`The custom field "${field.name}" is deleted.${values}`,
		);
	});

	async function list(
		visit: PageContext,
		pipelineId: string | undefined,
		{ form, pressed = {} }: { form?: FieldForm; pressed?: Pressed },
	) {
		const pipelines = await loadPipelines(database, visit.workspace.id);
		const [first] = pipelines;
		if (!first) return noPipelinePage();
		const pipeline = pipelineId ? getPipeline(pipelines, pipelineId) : first;
		return fieldsPage(visit, { pipelines, pipeline, form, pressed });
	}

	async function found(visit: PageContext, id: string) {
		return getField(await loadPipelines(database, visit.workspace.id), id);
	}

	/** What to ask before a field becomes required, once it is certain that the change itself can be made. */
	async function asked<T>(
		visit: PageContext,
		{ pipeline_id, key }: { pipeline_id: string; key: string | undefined },
		body: Body,
		work: (place: WorkspaceWrite) => Promise<T>,
	) {
		if (body.confirmed === CONFIRMED.value) return undefined;
		const workspaceId = visit.workspace.id;
		await database.dryRun((transaction) => work({ transaction, workspaceId }));
		const felt = await feltByRequiring(database, workspaceId, { pipeline_id, key }, now());
		if (!isFelt(felt)) return undefined;
		const pipeline = getPipeline(await loadPipelines(database, workspaceId), pipeline_id);
		const { pipeline_id: pipelineId, name, type, options, required, key: wanted } = body;
		const sent = {
			pipeline_id: pipelineId,
			name,
			type,
			options,
			required,
			key: wanted,
			[MARKS]: body[MARKS],
		};
		return { key, pipeline, felt, sent, now: now() };
	}

	function change<T>(visit: PageContext, work: (place: WorkspaceWrite) => Promise<T>): Promise<T> {
		return database.write((transaction) => work({ transaction, workspaceId: visit.workspace.id }));
	}
}

function formOf({ name, type, options, required, key }: Body) {
	return {
		name: name ?? '',
		type: fieldTypes.find(({ value }) => value === type)?.value ?? ('text' as CustomFieldType),
		options: options ?? '',
		required: required === 'yes',
		key: (key ?? '').trim(),
	};
}

function formOfField(field: CustomField) {
	return { ...field, options: field.options.join('\n') };
}

function of(pipelineId: string): string {
	return `${FIELDS}?pipeline=${pipelineId}`;
}

function counted(deals: number): string {
	return deals === 1 ? 'one deal' : `${deals.toLocaleString('en')} deals`;
}
