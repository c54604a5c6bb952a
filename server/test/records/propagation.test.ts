import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Event } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { limits } from '../../src/limits';

const { recordsAtOnce } = limits;
const DEALS = 25;

let fluid: FluidFixture;

beforeEach(async () => {
	// Small enough that each change takes many parts.
	limits.recordsAtOnce = 2;
	fluid = await startFluid();
	const contact = (index: number) => ({ email: `lead${index}@acme.example` });
	for (let index = 0; index < DEALS; index += 1)
		await fluid.deal({
			external_id: `${index}`,
			name: 'Deal',
			contact: contact(index),
			company: named('Acme'),
		});
});
afterEach(async () => {
	limits.recordsAtOnce = recordsAtOnce;
	await fluid.stop();
});

const named = (name: string) => ({ name, domain: 'acme.example' });
const rename = (name: string) => fluid.deal({ external_id: '0', company: named(name) });

const isLeft = async () => {
	const { database } = fluid.service;
	return (
		(await database.all({ strings: ['select * from former_companies'], values: [] })).length > 0
	);
};

/** What the deals and contacts have published of their company, oldest first: the name before and the name now. */
async function steps(): Promise<Map<string, Array<[string | undefined, string]>>> {
	const published = new Map<string, Array<[string | undefined, string]>>();
	const events = await fluid.service.database.all<{ body: string }>({
		strings: ['select body from events order by sequence'],
		values: [],
	});
	for (const { body } of events) {
		const { data, previous, changed_fields, type } = JSON.parse(body) as Event;
		const { id, company } = data.deal ?? data.contact ?? {};
		if (!id || !company || !(type.endsWith('created') || changed_fields.includes('company')))
			continue;
		const before = previous?.company as { name: string } | undefined;
		published.set(id, [...(published.get(id) ?? []), [before?.name, company.name]]);
	}
	return published;
}

test('names that follow one another at once leave no gap in what any deal and contact publishes', async () => {
	await rename('Acme Inc');
	const changed = await fluid.deal({ external_id: '20', value: 10 });
	await rename('Acme Group');
	await rename('Acme Holding');
	await expect.poll(isLeft, { timeout: 10_000 }).toBe(false);

	const published = await steps();
	expect(published.size).toBe(2 * DEALS);
	for (const names of published.values()) {
		expect(names[0]).toEqual([undefined, 'Acme']);
		expect(names.at(-1)?.[1]).toBe('Acme Holding');
		for (const [index, [before]] of names.slice(1).entries())
			expect(before).toBe(names[index]?.[1]);
	}
	// Its own event has the first of the names, if none before had it.
	expect(published.get(changed.id)).toContainEqual(['Acme', 'Acme Inc']);
});

test('a company that was moved away from takes with it what was still to be published of it', async () => {
	await rename('Acme Inc');
	const { id } = await fluid.deal({ external_id: '24', company: { name: 'Globex' } });
	await expect.poll(isLeft, { timeout: 10_000 }).toBe(false);

	const [first, ...rest] = (await steps()).get(id) as Array<[string | undefined, string]>;
	expect(first).toEqual([undefined, 'Acme']);
	expect(rest.at(-1)?.[1]).toBe('Globex');
	expect(rest.filter(([, name]) => name === 'Globex')).toHaveLength(1);
});
