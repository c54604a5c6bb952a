import { describe, expect, test, vi } from 'vitest';
import type { BulkItem, Event } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

type Faults = Record<string, Error>;

/** What goes wrong with a deal, by its note: before anything of it is written, and after. */
const early: Faults = {
	early: new TypeError('input.name.normalise is not a function'),
	unreadable: Object.assign(new Error('disk I/O error'), { errcode: 266 }),
};
const late: Faults = {
	late: new TypeError('note.text.normalise is not a function'),
	full: Object.assign(new Error('database or disk is full'), { errcode: 13 }),
};

vi.mock('../../src/deals/notes', async (importOriginal) => {
	const notes = await importOriginal<typeof import('../../src/deals/notes')>();
	const insertNote: typeof notes.insertNote = async (transaction, workspaceId, dealId, note) => {
		const fault = late[note.text];
		if (fault) throw fault;
		return notes.insertNote(transaction, workspaceId, dealId, note);
	};
	return { ...notes, insertNote };
});

vi.mock('../../src/deals/newDeal', async (importOriginal) => {
	const newDeal = await importOriginal<typeof import('../../src/deals/newDeal')>();
	const asNewDeal: typeof newDeal.asNewDeal = (input) => {
		const fault = early[input.note ?? ''];
		if (fault) throw fault;
		return newDeal.asNewDeal(input);
	};
	return { ...newDeal, asNewDeal };
});

const fluid = fluidForFile({ LOG_LEVEL: 'fatal' });

const ten = (name: string, fourth: object) =>
	Array.from({ length: 10 }, (_, index) => ({
		name: `${name} ${index}`,
		external_id: `${name}-${index}`,
		note: 'Hello',
		contact: { email: `${name}-${index}@example.com` },
		...(index === 3 && fourth),
	}));
const found = async (name: string) =>
	(await fluid.get(`/api-deals?limit=200&q=${name}%20`)).body.data as Array<{ name: string }>;
const eventsOf = async (name: string) =>
	((await fluid.get('/api-events?limit=200')).body.data as Event[]).filter(({ data }) =>
		(data.deal?.name ?? data.contact?.email ?? '').startsWith(name),
	);
const actions = (body: { results: BulkItem[] }) => body.results.map(({ action }) => action);
const nineOfTen = ten('', {}).map((_, index) => (index === 3 ? 'failed' : 'created'));

describe('a fault that nobody has thought of, in one deal of ten,', () => {
	test.each(['early', 'late'])('fails that deal alone: %s', async (note) => {
		const { status, body } = await fluid.ingest({ deals: ten(note, { note }) });
		expect([status, body.failed, body.created]).toEqual([207, 1, 9]);
		expect(actions(body)).toEqual(nineOfTen);
		expect(body.results[3].problem).toMatchObject({ status: 500, code: 'internal_error' });
		expect(await found(note)).toHaveLength(9);
		expect((await fluid.get(`/api-contacts?email=${note}-3@example.com`)).body.data).toEqual([]);
		expect(await eventsOf(note)).toHaveLength(18);
	});

	test('leaves what others send at the same moment alone', async () => {
		const bulks = ['a', 'b', 'c'].map((name) =>
			fluid.ingest({ deals: ten(`many-${name}`, { note: 'late' }) }),
		);
		const singles = Array.from({ length: 10 }, (_, index) =>
			fluid.ingest({ name: `Alone ${index}`, ...(index === 5 && { note: 'late' }) }),
		);
		const answers = await Promise.all([...bulks, ...singles]);
		expect(answers.map(({ status }) => status)).toEqual([
			...[207, 207, 207],
			...singles.map((_, index) => (index === 5 ? 500 : 201)),
		]);
		expect(await found('Alone')).toHaveLength(9);
		expect(await found('many-b')).toHaveLength(9);
	});

	test('does not confuse what is published of a company that the others rename', async () => {
		const company = (name: string) => ({ company: { name, domain: 'renamed.example' } });
		await fluid.ingest({ deals: ten('fails', {}).map((deal) => ({ ...deal, ...company('Old') })) });
		const { body } = await fluid.ingest({
			deals: ten('fails', {
				note: 'late',
				contact: { email: 'fails-0@example.com', phone: '1' },
			}).map((deal, index) => ({ ...deal, ...company(index === 3 ? 'Never' : 'New') })),
		});
		expect([body.updated, body.failed]).toEqual([9, 1]);
		const updates = (await eventsOf('fails')).filter(({ type }) => type.endsWith('.updated'));
		expect(JSON.stringify(updates)).not.toContain('Never');
		expect(updates.filter(({ data }) => data.contact?.phone)).toEqual([]);
		const ofContacts = updates.filter(({ type }) => type === 'contact.updated');
		expect(ofContacts.map(({ data }) => data.contact?.company?.name)).toEqual(
			Array(10).fill('New'),
		);
	});

	test('is reported in a dry run as well', async () => {
		const { status, body } = await fluid.post('/api-ingest?dry_run=true', {
			deals: ten('dry', { note: 'late' }),
		});
		expect([status, actions(body)]).toEqual([207, nineOfTen]);
		expect(await found('dry')).toEqual([]);
	});

	test('saves nothing with atomic=true', async () => {
		for (const note of ['early', 'late']) {
			const { status, body } = await fluid.post('/api-ingest?atomic=true', {
				deals: ten('atomic', { note }),
			});
			expect([status, body.code]).toEqual([500, 'internal_error']);
		}
		expect(await found('atomic')).toEqual([]);
	});

	test('is answered once more as it was with the same Idempotency-Key', async () => {
		const send = () =>
			fluid.ingest({ deals: ten('key', { note: 'late' }) }, { 'Idempotency-Key': 'late-1' });
		const first = await send();
		expect((await send()).body).toEqual(first.body);
		expect(await found('key')).toHaveLength(9);
	});
});

test.each(['full', 'unreadable'])(
	'a database that cannot go on fails all, and no deal is said to be saved: %s',
	async (note) => {
		const { status } = await fluid.ingest({ deals: ten(note, { note }) });
		expect(status).toBeGreaterThanOrEqual(500);
		expect(await found(note)).toEqual([]);
	},
);
