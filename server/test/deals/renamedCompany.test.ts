import { beforeAll, expect, test } from 'vitest';
import type { Company } from '../../../contract/types';
import { NOBODY } from '../../src/runs/maker';
import { updateCompany } from '../../src/companies/store';
import type { Transaction } from '../../src/database/database';
import { sql } from '../../src/database/sql';
import { findDealIds } from '../../src/deals/findIds';
import type { DealOrder, DealPlace, DealSearch } from '../../src/deals/search';
import { fluidForFile } from '../../../test/support/fluid';

/** More than a part of them that a search looks at. */
const DEALS = 2_150;
/** So many of them have a label: more than a search reads and sorts, and not the newest. */
const VIPS = 1_100;
/** As many others are due before them, so that the first in order are not the ones. */
const OTHERS = 5_200;

const fluid = fluidForFile();
let companyId: string;

beforeAll(async () => {
	const company = { name: 'Acme (Inc) 王芳', domain: 'acme.example' };
	await ingest(DEALS, (at) => ({
		name: `Deal ${at}`,
		company,
		contact: { email: `lead${at % 50}@müller.example`, name: 'Zoë Zahn' },
		labels: at < VIPS ? ['vip'] : [],
		reminder: { in_days: 2 + Math.floor(at / 10) },
	}));
	await ingest(OTHERS, (at) => ({
		name: `Other ${at}`,
		company: 'Globex',
		reminder: { in_days: 1 },
	}));
	await fluid.service.database.indexTexts();
	const { body } = await fluid.get('/api-companies');
	companyId = body.data.find(({ name }: Company) => name === 'Acme (Inc) 王芳').id;
}, 120_000);

async function ingest(count: number, deal: (at: number) => object): Promise<void> {
	for (let from = 0; from < count; from += 1_000) {
		const some = Array.from({ length: Math.min(1_000, count - from) }, (_, at) => deal(from + at));
		expect((await fluid.ingest({ deals: some })).body).toMatchObject({ failed: 0 });
	}
}

/** Looks into what a search finds behind a rename, before any deal has shown it: no other transaction comes between. */
async function renamedTo(name: string, look: (transaction: Transaction) => Promise<void>) {
	const undone = new Error('The company keeps its name.');
	const { workspaceId, service } = fluid;
	const change = service.database.write(workspaceId, async (transaction) => {
		const company = { id: companyId, name, domain: 'acme.example' };
		await updateCompany(transaction, workspaceId, company, new Date().toISOString(), NOBODY);
		await look(transaction);
		throw undone;
	});
	await expect(change).rejects.toBe(undone);
}

type Asked = Pick<DealSearch, 'q' | 'sort' | 'label'>;

/** Returns how many deals the pages of a search have together, each once. */
async function countFound(transaction: Transaction, asked: Asked): Promise<number> {
	const found = new Set<string>();
	let after: DealPlace | undefined;
	const search = { limit: 200, pipelines: [], now: new Date(), ...asked };
	for (;;) {
		const ids = await findDealIds(transaction, fluid.workspaceId, { ...search, after });
		for (const id of ids) found.add(id);
		const last = ids.at(-1);
		if (last === undefined || ids.length < search.limit) return found.size;
		const row = await transaction.get<{ at: string }>(
			sql`select reminder_at as at from deals where id = ${last}`,
		);
		after = { at: row?.at as string, id: last };
	}
}

const sorts: DealOrder[] = ['newest', 'due'];

test.each(sorts)(
	'all deals of a renamed company are found by its new name at once, %s first',
	async (sort) => {
		await renamedTo('Zebra Crossing', async (transaction) => {
			expect(await countFound(transaction, { q: 'zebra', sort })).toBe(DEALS);
			expect(await countFound(transaction, { q: 'zebra', sort, label: 'vip' })).toBe(VIPS);
		});
	},
);

test.each(sorts)(
	'and none by its former name, while what else they are found by finds them, %s first',
	async (sort) => {
		await renamedTo('Zebra Crossing', async (transaction) => {
			expect(await countFound(transaction, { q: 'acme', sort })).toBe(0);
			expect(await countFound(transaction, { q: 'zoe za', sort })).toBe(DEALS);
			expect(await countFound(transaction, { q: 'müller.exam', sort })).toBe(DEALS);
			expect(await countFound(transaction, { q: 'globex', sort })).toBe(OTHERS);
		});
	},
);

test('one or two letters find what begins with them, but for its former name', async () => {
	await renamedTo('Zebra Crossing', async (transaction) => {
		const found = async (q: string) => [q, await countFound(transaction, { q, label: 'vip' })];
		for (const q of ['z', 'zo', 'za', 'zë', 'de', 'le', 'mü', 'ex', 'cr'])
			expect(await found(q)).toEqual([q, VIPS]);
		for (const q of ['a', 'ac', 'in', '(i', '(', '王', '芳'])
			expect(await found(q)).toEqual([q, 0]);
	});
});

test('it is found as it is typed, and by the first letters of a word', async () => {
	await renamedTo('Österreichische Überland', async (transaction) => {
		for (const q of ['osterreich', 'üb', 'ub', 'ÖSTER'])
			expect([q, await countFound(transaction, { q, label: 'vip' })]).toEqual([q, VIPS]);
	});
});
