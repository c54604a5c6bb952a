import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import type { Company } from '../contract/types';
import { fluidNode, fluidNodesForFile } from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();

async function newCompany(name: string, domain: string | null = null): Promise<Company> {
	const { company } = await fluid.deal({ name: 'Engines', company: { name, domain } });
	return company as Company;
}

const run = async (operation: string, parameters: IDataObject) => {
	const { items, error } = await nodes.runNode(fluidNode('company', operation, parameters));
	return { items: items.map(({ json }) => json), error };
};

describe('Company', () => {
	test('Get reads one by its ID', async () => {
		const company = await newCompany('Acme', 'acme.example');
		expect((await run('get', { companyId: company.id })).items).toEqual([company]);
	});

	test('Get Many finds them by name and domain', async () => {
		const company = await newCompany('Beta', 'beta.example');
		const found = await run('getAll', { filters: { domain: 'www.beta.example' } });
		expect(found.items).toEqual([company]);
	});

	test('Update changes what is given, and clears a domain', async () => {
		const { id } = await newCompany('Gamma', 'gamma.example');
		const changed = await run('update', {
			companyId: id,
			changes: { name: 'Gamma Ltd' },
			options: { clear: ['domain'] },
		});
		expect(changed.items).toEqual([{ id, name: 'Gamma Ltd', domain: null }]);
	});

	test('Update says so when there is nothing to change', async () => {
		const { id } = await newCompany('Delta');
		expect((await run('update', { companyId: id })).error?.message).toMatch(
			/^There is nothing to change for this item/,
		);
	});

	test('Delete says how many deals and contacts had it', async () => {
		const { id } = await newCompany('Epsilon');
		const { items } = await run('delete', { companyId: id });
		expect(items).toEqual([{ id, deleted: true, deals: 1, contacts: 0 }]);
	});

	test('says so when the ID is empty', async () => {
		expect((await run('delete', { companyId: '={{ $json.company_id }}' })).error?.message).toBe(
			'Company ID is empty for this item. Give one, e.g. with an expression.',
		);
	});
});
