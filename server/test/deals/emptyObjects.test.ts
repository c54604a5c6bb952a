import { beforeEach, describe, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();
let known: Deal;

beforeEach(async () => {
	known = await fluid.deal({
		name: 'Acme website',
		contact: { email: 'ada@example.com', phone: '1' },
		company: 'Acme',
		reminder: { in_days: 3, note: 'Send the proposal' },
	});
});

const PARTS = ['contact', 'company', 'reminder', 'custom_fields', 'on_create'] as const;

describe('an empty object, as platforms send for a group in which nothing was filled in,', () => {
	test.each(PARTS)('counts as not given for %s: nothing changes', async (part) => {
		const { status, body } = await fluid.ingest({ id: known.id, [part]: {} });
		expect([status, body.action]).toEqual([200, 'unchanged']);
	});

	test.each(PARTS)('counts as not given for %s of a new deal', async (part) => {
		for (const input of [{ [part]: {} }, { on_create: { [part]: {} } }].slice(
			0,
			part === 'on_create' ? 1 : 2,
		)) {
			const { status, body } = await fluid.ingest({ name: 'Acme website', ...input });
			expect([status, body.deal.contact, body.deal.company, body.deal.reminder]).toEqual([
				201,
				null,
				null,
				null,
			]);
		}
	});

	test('counts as not given for the company of a contact', async () => {
		const made = await fluid.post('/api-contacts', { name: 'Bob', company: {} });
		expect([made.status, made.body.company]).toEqual([201, null]);
		const changed = await fluid.patch(`/api-contacts/${known.contact?.id}`, { company: {} });
		expect([changed.status, changed.body]).toEqual([200, known.contact]);
	});
});

test('a list in the place of an object is refused all the same', async () => {
	const { status, body } = await fluid.ingest({ name: 'Acme website', contact: [] });
	expect([status, body.errors[0].pointer]).toEqual([422, '/contact']);
});
