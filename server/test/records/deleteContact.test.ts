import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Event } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { plantFault } from '../../../test/support/plantedFault';
import { limits } from '../../src/limits';

const { recordsAtOnce } = limits;
const DEALS = 60;

let fluid: FluidFixture;
let contactId: string;

beforeEach(async () => {
	// Small enough that it takes many parts.
	limits.recordsAtOnce = 2;
	fluid = await startFluid({ LOG_LEVEL: 'fatal' });
	const contact = { email: 'lead@acme.example' };
	const deals = Array.from({ length: DEALS }, (_, index) => ({ name: `Deal ${index}`, contact }));
	contactId = (await fluid.ingest({ deals })).body.results[0].deal.contact.id;
});
afterEach(async () => {
	limits.recordsAtOnce = recordsAtOnce;
	await fluid.stop();
});

async function eventsOnceDeleted(): Promise<Event[]> {
	const events = await fluid.service.database.all<{ body: string }>({
		strings: ['select body from events order by sequence'],
		values: [],
	});
	return events.map(({ body }) => JSON.parse(body) as Event).slice(DEALS + 1);
}

test('others write while a contact of many deals is deleted, and each deal records once that it has lost it', async () => {
	let isDeleted = false;
	const deletion = fluid.delete(`/api-contacts/${contactId}`).then(({ status }) => {
		isDeleted = true;
		return status;
	});
	while (!isDeleted) await fluid.deal({ name: 'Another one' });

	expect(await deletion).toBe(204);
	expect((await fluid.get(`/api-contacts/${contactId}`)).status).toBe(404);
	const events = await eventsOnceDeleted();
	const types = events.map(({ type }) => type);
	const [first, last] = [types.indexOf('deal.updated'), types.lastIndexOf('deal.updated')];
	expect(types.slice(first, last)).toContain('deal.created');
	expect(types.indexOf('contact.deleted')).toBeGreaterThan(last);
	const lost = events.filter(({ data, previous }) => previous?.contact && !data.deal?.contact);
	expect(lost).toHaveLength(DEALS);
	expect(new Set(lost.map(({ data }) => data.deal?.id)).size).toBe(DEALS);
});

test('a contact whose deletion was interrupted is deleted by the same again', async () => {
	const { database } = fluid.service;
	const mend = await plantFault(database, {
		on: 'deals',
		before: 'update',
		when: '(select count(*) from deals where contact_id is null) = 10',
		message: 'interrupted',
	});
	expect((await fluid.delete(`/api-contacts/${contactId}`)).status).toBe(500);
	expect((await fluid.get(`/api-contacts/${contactId}`)).status).toBe(200);
	await mend();

	expect((await fluid.delete(`/api-contacts/${contactId}`)).status).toBe(204);
	const types = Map.groupBy(await eventsOnceDeleted(), ({ type }) => type);
	expect(types.get('deal.updated')).toHaveLength(DEALS);
	expect(types.get('contact.deleted')).toHaveLength(1);
});
