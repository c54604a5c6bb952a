import { beforeEach, expect, test } from 'vitest';
import type { DealInput, Event } from '../../../contract/types';
import type { FluidClient } from '../../../test/support/fluidClient';
import { fluidForFile } from '../../../test/support/fluid';

const service = fluidForFile();
let fluid: FluidClient;
let sequence = 0;

const bulk = (deals: DealInput[], query = '') => fluid.post(`/api-ingest${query}`, { deals });
const named = (name: string, domain = 'acme.example') => ({ name, domain });

/** What happened since the last call, oldest first. */
async function news(): Promise<Event[]> {
	const events: Event[] = [];
	for (let cursor = ''; ; ) {
		const { body } = await fluid.get(`/api-events?limit=200&cursor=${cursor}`);
		events.unshift(...(body.data as Event[]).reverse());
		cursor = body.next_cursor;
		if (!cursor || (events[0]?.sequence ?? 0) <= sequence) break;
	}
	const fresh = events.filter((event) => event.sequence > sequence);
	sequence = events.at(-1)?.sequence ?? 0;
	return fresh;
}

/** Each event in a line: type, whom it is about, the company it shows, and the one it showed before. */
const lines = (events: Event[]) =>
	events.map(({ type, data, previous, changed_fields }) => {
		const { name } = data.deal ?? data.contact ?? {};
		const shown = (data.deal ?? data.contact)?.company?.name;
		const before = (previous?.company as { name: string } | undefined)?.name;
		const rest = changed_fields.filter((field) => !['company', 'contact'].includes(field));
		return [type, name, shown, before && `was ${before}`, ...rest].filter(Boolean).join(' ');
	});

/** Each test has a workspace with a company of two deals and a contact. */
beforeEach(async ({ task }) => {
	fluid = await service.otherWorkspace(task.name);
	const contact = { email: 'ada@acme.example', name: 'Ada' };
	await fluid.deal({ name: 'Printer', external_id: 'printer', contact, company: named('Acme') });
	await fluid.deal({ name: 'Stapler', external_id: 'stapler', company: named('Acme') });
	await news();
});

test('a company that many new deals name differently has its last name published once, for each', async () => {
	const deals = Array.from({ length: 250 }, (_, index) => ({
		name: `Deal ${index}`,
		contact: { email: `person${index}@gmail.test`, name: `Person ${index}` },
		company: named(`Firm ${index}`, 'gmail.test'),
	}));

	expect((await bulk(deals)).body.created).toBe(250);

	// They are published in parts, of which only the first is as old as the answer.
	const newest = async () => (await fluid.get('/api-events?limit=1')).body.data[0].sequence;
	await expect.poll(newest, { timeout: 20_000 }).toBe(sequence + 2 * 250 + 2 * 249);
	const published = lines(await news());
	const others = [...Array(249).keys()];
	expect(published).toEqual([
		...[...others, 249].flatMap((index) => [
			`contact.created Person ${index} Firm ${index}`,
			`deal.created Deal ${index} Firm ${index}`,
		]),
		...others.map((index) => `contact.updated Person ${index} Firm 249 was Firm ${index}`),
		...others.map((index) => `deal.updated Deal ${index} Firm 249 was Firm ${index}`),
	]);
	const { body } = await fluid.get('/api-deals?q=Deal 17');
	expect(body.data[0]).toMatchObject({
		company: { name: 'Firm 249' },
		contact: { company: { name: 'Firm 249' } },
	});
});

test('a deal that changes after its company publishes both, from what was last published', async () => {
	const { body } = await bulk([
		{ name: 'Shredder', company: named('Acme Inc') },
		{ external_id: 'printer', value: 10 },
		{ name: 'Toner', company: named('Acme Group') },
	]);

	expect(body.results[1].changed_fields).toEqual(['value']);
	expect(lines(await news())).toEqual([
		'deal.created Shredder Acme Inc',
		'deal.updated Printer Acme Inc was Acme value',
		'deal.created Toner Acme Group',
		'contact.updated Ada Acme Group was Acme',
		'deal.updated Printer Acme Group was Acme Inc',
		'deal.updated Stapler Acme Group was Acme',
		'deal.updated Shredder Acme Group was Acme Inc',
	]);
});

test('a contact that changes with its company publishes both, from what was last published', async () => {
	await bulk([
		{ external_id: 'stapler', company: named('Acme Inc') },
		{
			external_id: 'printer',
			contact: { email: 'ada@acme.example', title: 'Countess' },
			company: named('Acme Group'),
		},
	]);

	const events = await news();
	expect(lines(events)).toEqual([
		'deal.updated Stapler Acme Inc was Acme',
		'contact.updated Ada Acme Group was Acme title',
		'deal.updated Printer Acme Group was Acme',
		'deal.updated Stapler Acme Group was Acme Inc',
	]);
	expect(events[1]?.previous).toMatchObject({ title: null });
});

test('a company that has its old name again in the end publishes nothing for those that never showed another', async () => {
	const before = (await fluid.get('/api-deals?external_id=stapler')).body.data[0];

	await bulk([
		{ name: 'Shredder', company: named('Acme Inc') },
		{ external_id: 'printer', company: named('Acme') },
	]);

	expect(lines(await news())).toEqual([
		'deal.created Shredder Acme Inc',
		'deal.updated Shredder Acme was Acme Inc',
	]);
	expect((await fluid.get('/api-deals?external_id=stapler')).body.data).toEqual([before]);
});

test('what is refused among many deals publishes nothing, and of all or nothing neither does the rest', async () => {
	const deals = [
		{ name: 'Shredder', company: named('Acme Inc') },
		{ external_id: 'printer', company: named('Acme Group'), value: -1 },
	];

	expect((await bulk(deals, '?atomic=true')).status).toBe(422);
	expect(await news()).toEqual([]);

	expect((await bulk(deals)).body).toMatchObject({ created: 1, failed: 1 });
	expect(lines(await news())).toEqual([
		'deal.created Shredder Acme Inc',
		'contact.updated Ada Acme Inc was Acme',
		'deal.updated Printer Acme Inc was Acme',
		'deal.updated Stapler Acme Inc was Acme',
	]);
});
