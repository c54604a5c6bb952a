import type { FastifyInstance } from 'fastify';
import type { Form } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, pageOf, readQuery } from '../http/paging';
import { loadPipelines } from '../pipelines/store';
import { renderForm } from './render';
import { listForms } from './store';

/** Lead forms, for dropdowns and filters. They are few, so that one page holds them all unless fewer are asked for. */
export function formRoutes(api: FastifyInstance, { database, publicUrl }: AppContext): void {
	api.get('/api-forms', async ({ apiKey, query }): Promise<List<Form>> => {
		const { page } = readQuery(query, [], 'frm', Infinity);
		const pipelines = await loadPipelines(database, apiKey.workspace_id);
		const found = await listForms(database, apiKey.workspace_id);
		return pageOf(
			found.map((form) => renderForm(form, pipelines, publicUrl())),
			page,
		);
	});
}
