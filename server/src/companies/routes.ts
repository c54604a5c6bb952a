import type { FastifyInstance } from 'fastify';
import type { Company, CompanyChange } from '../../../contract/types';
import type { AppContext, WriteContext } from '../context';
import { type List, listOf, readQuery } from '../http/paging';
import { valid } from '../problems/validation';
import { editCompany } from './change';
import { getCompany } from './get';
import { listCompanies } from './store';

type ById = { Params: { id: string } };

/** Finding, reading and changing companies. They are made with the deals and contacts that name them. */
export function companyRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;

	api.get('/api-companies', async ({ apiKey, query }): Promise<List<Company>> => {
		const { page, filters } = readQuery(query, ['name', 'domain'], 'com');
		const search = { ...filters, ...page, limit: page.limit + 1 };
		const found = await listCompanies(database, apiKey.workspace_id, search);
		return listOf(
			found,
			page,
			({ id }) => id,
			(company) => company,
		);
	});

	api.get<ById>('/api-companies/:id', ({ apiKey, params }) =>
		getCompany(database, apiKey.workspace_id, params.id),
	);

	api.patch<ById>(
		'/api-companies/:id',
		async ({ apiKey, maker, params, body }): Promise<Company> => {
			const change = valid<CompanyChange>('companyChange', body);
			const work = (context: WriteContext) => editCompany(context, params.id, change);
			return fluid.write(apiKey.workspace_id, work, maker);
		},
	);
}
