import type { FastifyInstance } from 'fastify';
import type { CustomFieldType } from '../../../contract/types';
import type { Fluid } from '../fluid';
import { faultsOf, NO_FAULTS } from '../pages/faults';
import { linesOf } from '../pages/lines';
import { goTo } from '../pages/message';
import { nameFrom } from '../pages/name';
import { listAddress, type Pressed } from '../pages/position';
import { show } from '../pages/show';
import type { Visit } from '../pages/visit';
import { getPipeline, type Place } from './changes';
import { FIELDS, fieldsPage, noPipelinePage } from './customFieldsPage';
import { deleteCustomField } from './deleteCustomField';
import { type FieldForm, fieldTypes } from './fieldControls';
import { deleteFieldPage, editFieldPage } from './fieldPages';
import { addCustomField, changeField, getField, placeField } from './fieldChanges';
import { countDealsWithValue, loadPipelines } from './store';

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
};

/** Settings > Custom fields: what a pipeline asks of its deals beside what every deal has. */
export function customFieldPages(pages: FastifyInstance, fluid: Fluid): void {
	const { database } = fluid;

	pages.get<Wanted>(FIELDS, async ({ visit, query }, reply) => {
		const pressed = { id: query.moved, way: query.way };
		return show(reply, visit, await list(visit, query.pipeline, { pressed }));
	});

	pages.post<{ Body: Body }>(FIELDS, async ({ visit, body }, reply) => {
		const { pipeline_id = '' } = body;
		try {
			const name = nameFrom(body.name, 'Industry');
			const wish = { ...formOf(body), name, options: linesOf(body.options) };
			const key = await change(visit, (place) => addCustomField(place, pipeline_id, wish));
			return goTo(reply, of(pipeline_id), `The custom field "${name}" has the key ${key}.`);
		} catch (reason) {
			const form = { ...formOf(body), faults: faultsOf(reason) };
			return show(reply, visit, await list(visit, pipeline_id, { form }), 422);
		}
	});

	pages.get<ById>(`${FIELDS}/:id`, async ({ visit, params }, reply) => {
		const { field, pipeline } = await found(visit, params.id);
		const form = { ...field, options: field.options.join('\n'), faults: NO_FAULTS };
		return show(reply, visit, editFieldPage(visit, { field, pipeline, form }));
	});

	pages.post<ById & { Body: Body }>(`${FIELDS}/:id`, async ({ visit, params, body }, reply) => {
		const { field, pipeline } = await found(visit, params.id);
		try {
			const name = nameFrom(body.name, 'Industry');
			const wish = { name, options: linesOf(body.options), required: body.required === 'yes' };
			await change(visit, (place) => changeField(place, params.id, wish));
			return goTo(reply, of(pipeline.id), `The custom field "${name}" is saved.`);
		} catch (reason) {
			const form = { ...formOf(body), faults: faultsOf(reason) };
			return show(reply, visit, editFieldPage(visit, { field, pipeline, form }), 422);
		}
	});

	pages.post<ById & Wanted & { Body: Body }>(
		`${FIELDS}/:id/move`,
		async ({ visit, params, body, query }, reply) => {
			const position = Number(body.position);
			const field = await change(visit, (place) => placeField(place, params.id, position));
			const path = listAddress(of(field.pipeline_id), { about: field.id, way: query.way });
			return goTo(reply, path, `"${field.name}" is field ${position} now.`);
		},
	);

	pages.get<ById>(`${FIELDS}/:id/delete`, async ({ visit, params }, reply) => {
		const { field } = await found(visit, params.id);
		const deals = await countDealsWithValue(database, visit.workspace.id, field);
		return show(reply, visit, deleteFieldPage(visit, field, deals));
	});

	pages.post<ById>(`${FIELDS}/:id/delete`, async ({ visit, params }, reply) => {
		const { field } = await found(visit, params.id);
		const deals = await deleteCustomField(fluid, visit.workspace.id, field);
		const values = deals > 0 ? ` Its values in ${counted(deals)} are gone.` : '';
		return goTo(
			reply,
			of(field.pipeline_id),
			`The custom field "${field.name}" is deleted.${values}`,
		);
	});

	async function list(
		visit: Visit,
		pipelineId: string | undefined,
		{ form, pressed = {} }: { form?: FieldForm; pressed?: Pressed },
	) {
		const pipelines = await loadPipelines(database, visit.workspace.id);
		const [first] = pipelines;
		if (!first) return noPipelinePage();
		const pipeline = pipelineId ? getPipeline(pipelines, pipelineId) : first;
		return fieldsPage(visit, { pipelines, pipeline, form, pressed });
	}

	async function found(visit: Visit, id: string) {
		return getField(await loadPipelines(database, visit.workspace.id), id);
	}

	function change<T>(visit: Visit, work: (place: Place) => Promise<T>): Promise<T> {
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

function of(pipelineId: string): string {
	return `${FIELDS}?pipeline=${pipelineId}`;
}

function counted(deals: number): string {
	return deals === 1 ? 'one deal' : `${deals.toLocaleString('en')} deals`;
}
