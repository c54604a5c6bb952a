import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import type { Change, WriteContext, Writes } from '../../src/context';
import { updateCompany } from '../../src/companies/store';
import { eraseSomeDeals } from '../../src/erasure/eraseDeals';
import { deleteCompany } from '../../src/records/deleteCompany';
import { deleteContact } from '../../src/records/deleteContact';
import { propagateSome } from '../../src/records/propagate';
import { NOBODY } from '../../src/runs/maker';
import { counting, mostOften } from '../database/waitedFor';

const fluid = fluidForFile();
const DEALS = 40;

type Ids = { contact: string; company: string };

/** Makes deals of one person and one company. */
async function dealsOf(name: string): Promise<Ids> {
	const contact = { email: `${name}@example.com`, name };
	const deals = Array.from({ length: DEALS }, (_, at) => ({
		name: `${name} ${at}`,
		company: `${name} Ltd`,
		contact,
	}));
	const { body } = await fluid.ingest({ deals });
	const [{ deal }] = body.results;
	return { contact: deal.contact.id, company: deal.company.id };
}

/** Returns how often the database was waited for by the statement that was waited for most often. */
async function waits(work: (writes: Writes) => Promise<unknown>): Promise<number> {
	const asked: string[] = [];
	const write = <T>(workspaceId: string, change: Change<T>) =>
		fluid.service.context.write(workspaceId, async (context) => {
			const counted = counting(context.transaction);
			const result = await change({ ...context, transaction: counted.watched });
			asked.push(...counted.asked);
			return result;
		});
	await work({ ...fluid.service.context, write });
	return mostOften(asked);
}

const part = (change: (context: WriteContext) => Promise<unknown>) => (writes: Writes) =>
	writes.write(fluid.workspaceId, change);

const rename = ({ company }: Ids) =>
	part(async (context) => {
		const { transaction, workspaceId } = context;
		const named = { id: company, name: 'Another Ltd', domain: null };
		await updateCompany(transaction, workspaceId, named, context.now.toISOString(), NOBODY);
		const changed = { id: company, workspace_id: workspaceId, version: 1, maker: NOBODY };
		await propagateSome(context, [changed]);
	});
const erase = ({ contact }: Ids) =>
	part((context) =>
		eraseSomeDeals(context, contact, {
			fields: new Set(['name', 'notes', 'labels']),
			customFields: new Set(),
		}),
	);

test.runIf(isOnPostgres()).each<[string, (ids: Ids) => (writes: Writes) => Promise<unknown>]>([
	['whose company is renamed', rename],
	['whose person is erased', erase],
	[
		'whose company is deleted',
		({ company }) =>
			(writes) =>
				deleteCompany(writes, fluid.workspaceId, company),
	],
	[
		'whose contact is deleted',
		({ contact }) =>
			(writes) =>
				deleteContact(writes, fluid.workspaceId, contact),
	],
])(
	'deals %s change together, without a wait for each',
	needs('PostgreSQL'),
	async (what, change) => {
		const ids = await dealsOf(what.replaceAll(' ', '-'));
		expect(await waits(change(ids))).toBeLessThan(DEALS / 2);
		const { body } = await fluid.get(`/api-events?type=deal.updated&limit=200`);
		expect(body.data.length).toBeGreaterThanOrEqual(DEALS);
	},
);
