import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { findDuplicates } from '../../src/duplicates/store';

const fluid = fluidForFile();

/** What companies share, and how many share it. */
const shared = async () => {
	const { database } = fluid.service;
	const groups = await findDuplicates(database, fluid.workspaceId, 'companies');
	return groups.map(({ key, entries }) => [key, entries.length]);
};

test('a company that is renamed like another one is a duplicate of it, until it has another name', async () => {
	await fluid.deal({ name: 'Website', company: { name: 'Acme' } });
	await fluid.deal({ name: 'Logo', company: { name: 'Acme GmbH', domain: 'acme.example' } });
	expect(await shared()).toEqual([]);

	await fluid.deal({ name: 'Audit', company: { name: 'ACME', domain: 'acme.example' } });
	expect(await shared()).toEqual([['acme', 2]]);

	await fluid.deal({ name: 'Banner', company: { name: 'Acme GmbH', domain: 'acme.example' } });
	expect(await shared()).toEqual([]);
});

test('companies of one name at different domains are none, until one of them has none any more', async () => {
	await fluid.deal({ name: 'Website', company: { name: 'Zenith', domain: 'zenith.example' } });
	await fluid.deal({ name: 'Logo', company: { name: 'Zenith', domain: 'zenith.test' } });
	expect(await shared()).toEqual([]);

	await fluid.deal({ name: 'Audit', company: { name: 'Zenith', domain: null } });
	expect(await shared()).toEqual([['zenith', 2]]);
});
