import { expect, test } from 'vitest';
import type { Deal, Event } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { mergeCompanies } from '../../src/duplicates/mergeCompanies';

const fluid = fluidForFile();

/** Merges as the page under Settings > Duplicates does. */
function merge(keptId: string, mergedId: string) {
	return mergeCompanies(fluid.service.context, fluid.workspaceId, { keptId, mergedId });
}

async function publishedSince({ sequence }: Event): Promise<Event[]> {
	const { data } = (await fluid.get('/api-events?limit=200')).body as { data: Event[] };
	return data.filter((event) => event.sequence > sequence).reverse();
}
const lastEvent = async (): Promise<Event> => (await fluid.get('/api-events?limit=1')).body.data[0];

test('a company that is merged into another one leaves it its deals and contacts, each of which publishes it', async () => {
	const company = { name: 'Acme Inc', domain: 'acme.test' };
	const kept = (
		await fluid.deal({ name: 'Kept', company: { name: 'Acme', domain: 'acme.example' } })
	).company as { id: string };
	const contact = { email: 'ada@acme.test' };
	const deals: Deal[] = [];
	for (const name of ['One', 'Two']) deals.push(await fluid.deal({ name, company, contact }));
	const merged = deals[0]?.company as { id: string };
	const before = await lastEvent();

	expect(await merge(kept.id, merged.id)).toEqual({ company: kept, deals: 2, contacts: 1 });

	const published = await publishedSince(before);
	const change = {
		changed_fields: ['contact', 'company'],
		previous: { company: merged, contact: { company: merged } },
		data: { deal: { company: kept, contact: { company: kept } } },
	};
	expect(published).toMatchObject([
		{ type: 'deal.updated', ...change },
		{ type: 'deal.updated', ...change },
		{
			type: 'contact.updated',
			previous: { company: merged },
			data: { contact: { company: kept } },
		},
	]);
	expect((await fluid.get(`/api-deals/${deals[0]?.id}`)).body).toMatchObject(change.data.deal);
	expect(await merge(kept.id, merged.id)).toBeUndefined();
});

test('hundreds of deals and contacts move in parts', async () => {
	const kept = (await fluid.deal({ name: 'Kept', company: 'Globex' })).company as { id: string };
	const company = { name: 'Globex Corp', domain: 'globex.example' };
	await fluid.post('/api-ingest', {
		deals: Array.from({ length: 130 }, (_, index) => ({
			name: `Deal ${index}`,
			company,
			contact: { email: `${index}@globex.example` },
		})),
	});
	const merged = (await fluid.deal({ name: 'Last', company })).company as { id: string };

	expect(await merge(kept.id, merged.id)).toEqual({
		company: { ...kept, domain: 'globex.example' },
		deals: 131,
		contacts: 130,
	});
	expect((await fluid.deal({ name: 'New', company })).company?.id).toBe(kept.id);
});

test('two companies that are merged into each other at once are one afterwards', async () => {
	const companies = ['Hooli', 'Pied Piper'];
	for (const company of companies)
		await fluid.post('/api-ingest', {
			deals: Array.from({ length: 350 }, (_, index) => ({ name: `Deal ${index}`, company })),
		});
	const [one, other] = await Promise.all(
		companies.map(async (company) => (await fluid.deal({ name: 'Last', company })).company?.id),
	);

	const merged = await Promise.all([
		merge(one as string, other as string),
		merge(other as string, one as string),
	]);

	expect(merged).toEqual([expect.objectContaining({ deals: 351 }), undefined]);
});
