import type { FastifyInstance } from 'fastify';
import { customFieldTypeNames } from '../../../../../contract/customFieldTypes';
import type { CustomField } from '../../../../../contract/types';
import type { AppContext } from '../../../context';
import { conflictNote, savedSentence } from '../../kit/conflictNote';
import { faultsOf, NO_FAULTS } from '../../kit/faults';
import { linesOf } from '../../kit/lines';
import { MARKS, merge } from '../../kit/merge';
import { redirectWithFlash } from '../../kit/flash';
import { nameFrom } from '../../kit/name';
import { listAddress, type Pressed } from '../../kit/position';
import { sendPage } from '../../kit/sendPage';
import { getPipeline, type WorkspaceWrite } from '../../../pipelineEditing/changes';
import { FIELDS, fieldsPage, noPipelinePage } from './customFieldsPage';
import { deleteCustomField } from '../../../pipelineEditing/deleteCustomField';
import type { FieldForm } from './fieldControls';
import {
	deleteFieldPage,
	editFieldPage,
	formWith,
	CONFLICT_LABELS,
	customFieldValues,
} from './fieldPages';
import {
	addCustomField,
	changeField,
	getField,
	placeField,
} from '../../../pipelineEditing/fieldChanges';
import { CONFIRMED, requirePage } from './requirePage';
import { loadRequireImpact, hasImpact } from '../../../pipelineEditing/requiring';
import { loadPipelines } from '../../../pipelines/store';
import { fieldUsage } from '../../../pipelineEditing/usage';
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

	pages.get<Wanted>(FIELDS, async ({ pageContext, query }, reply) => {
		const pressed = { id: query.moved, way: query.way };
		return sendPage(reply, pageContext, await list(pageContext, query.pipeline, { pressed }));
	});

	pages.post<{ Body: Body }>(FIELDS, async ({ pageContext, body }, reply) => {
		const { pipeline_id = '' } = body;
		try {
			const name = nameFrom(body.name, 'Industry');
			const settings = { ...formOf(body), name, options: linesOf(body.options) };
			const add = (place: WorkspaceWrite) => addCustomField(place, pipeline_id, settings);
			const question =
				settings.required && (await asked(pageContext, { pipeline_id, key: undefined }, body, add));
			if (question)
				return sendPage(
					reply,
					pageContext,
					requirePage(pageContext, { ...question, name, action: FIELDS }),
				);
			const key = await change(pageContext, add);
			return redirectWithFlash(
				reply,
				of(pipeline_id),
				`The custom field "${name}" has the key ${key}.`,
			);
		} catch (reason) {
			const form = { ...formOf(body), faults: faultsOf(reason) };
			return sendPage(reply, pageContext, await list(pageContext, pipeline_id, { form }), 422);
		}
	});

	pages.get<ById>(`${FIELDS}/:id`, async ({ pageContext, params }, reply) => {
		const { field, pipeline } = await found(pageContext, params.id);
		const form = { ...formOfField(field), faults: NO_FAULTS };
		return sendPage(reply, pageContext, editFieldPage(pageContext, { field, pipeline, form }));
	});

	pages.post<ById & { Body: Body }>(
		`${FIELDS}/:id`,
		async ({ pageContext, params, body }, reply) => {
			const { field, pipeline } = await found(pageContext, params.id);
			const compared = {
				sent: customFieldValues(formOf(body)),
				saved: customFieldValues(formOfField(field)),
			};
			const merged = merge({ marks: body[MARKS], ...compared });
			const form = { ...formOf(body), ...formWith(merged.values) };
			if (merged.conflicts.length > 0) {
				const conflict = conflictNote('custom field', merged, compared, CONFLICT_LABELS);
				const view = { field, pipeline, form: { ...form, faults: NO_FAULTS }, conflict };
				return sendPage(reply, pageContext, editFieldPage(pageContext, view), 422);
			}
			try {
				const name = nameFrom(form.name, 'Industry');
				const settings = { name, options: linesOf(form.options), required: form.required };
				const save = (place: WorkspaceWrite) => changeField(place, params.id, settings);
				const question =
					settings.required && !field.required && (await asked(pageContext, field, body, save));
				if (question) {
					const action = `${FIELDS}/${field.id}`;
					return sendPage(
						reply,
						pageContext,
						requirePage(pageContext, { ...question, name, action }),
					);
				}
				await change(pageContext, save);
				const said = `The custom field "${name}" is saved.`;
				return redirectWithFlash(
					reply,
					of(pipeline.id),
					savedSentence(said, merged, CONFLICT_LABELS),
				);
			} catch (reason) {
				const view = { field, pipeline, form: { ...form, faults: faultsOf(reason) } };
				return sendPage(reply, pageContext, editFieldPage(pageContext, view), 422);
			}
		},
	);

	pages.post<ById & Wanted & { Body: Body }>(
		`${FIELDS}/:id/move`,
		async ({ pageContext, params, body, query }, reply) => {
			const position = Number(body.position);
			const field = await change(pageContext, (place) => placeField(place, params.id, position));
			const path = listAddress(of(field.pipeline_id), { about: field.id, way: query.way });
			return redirectWithFlash(reply, path, `"${field.name}" is now field ${position}.`);
		},
	);

	pages.get<ById>(`${FIELDS}/:id/delete`, async ({ pageContext, params }, reply) => {
		const { field } = await found(pageContext, params.id);
		const { deals } = await fieldUsage(database, pageContext.workspace.id, field);
		return sendPage(reply, pageContext, deleteFieldPage(pageContext, field, deals));
	});

	pages.post<ById>(`${FIELDS}/:id/delete`, async ({ pageContext, params }, reply) => {
		const { field } = await found(pageContext, params.id);
		const deals = await deleteCustomField(fluid, pageContext.workspace.id, field);
		const values = deals > 0 ? ` Its values in ${counted(deals)} are gone.` : '';
		return redirectWithFlash(
			reply,
			of(field.pipeline_id),
			`The custom field "${field.name}" is deleted.${values}`,
		);
	});

	async function list(
		pageContext: PageContext,
		pipelineId: string | undefined,
		{ form, pressed = {} }: { form?: FieldForm; pressed?: Pressed },
	) {
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		const [first] = pipelines;
		if (!first) return noPipelinePage();
		const pipeline = pipelineId ? getPipeline(pipelines, pipelineId) : first;
		return fieldsPage(pageContext, { pipelines, pipeline, form, pressed });
	}

	async function found(pageContext: PageContext, id: string) {
		return getField(await loadPipelines(database, pageContext.workspace.id), id);
	}

	/** What to ask before a field becomes required, once it is certain that the change itself can be made. */
	async function asked<T>(
		pageContext: PageContext,
		{ pipeline_id, key }: { pipeline_id: string; key: string | undefined },
		body: Body,
		work: (place: WorkspaceWrite) => Promise<T>,
	) {
		if (body.confirmed === CONFIRMED.value) return undefined;
		const workspaceId = pageContext.workspace.id;
		await database.dryRun(workspaceId, (transaction) => work({ transaction, workspaceId }));
		const impact = await loadRequireImpact(database, workspaceId, { pipeline_id, key }, now());
		if (!hasImpact(impact)) return undefined;
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
		return { key, pipeline, impact, sent, now: now() };
	}

	function change<T>(
		pageContext: PageContext,
		work: (place: WorkspaceWrite) => Promise<T>,
	): Promise<T> {
		const workspaceId = pageContext.workspace.id;
		return database.write(workspaceId, (transaction) => work({ transaction, workspaceId }));
	}
}

function formOf({ name, type, options, required, key }: Body) {
	return {
		name: name ?? '',
		type: customFieldTypeNames.find((name) => name === type) ?? ('text' as const),
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
