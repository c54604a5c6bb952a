import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { BulkItem, Deal, Event, Note } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

const fluid = fluidForFile();
const receiver = Receiver.forFile();

const LONG_TEXTS = ['one', 'two', 'three', 'four', 'five', 'six'];
const MOST_EVENT_BYTES = 256_000;

beforeAll(async () => {
	for (const key of LONG_TEXTS)
		await fluid.addCustomField({ key, name: `Text ${key}`, type: 'long_text' });
	await fluid.addCustomField({ key: 'site', name: 'Site', type: 'url' });
	await fluid.addCustomField({ key: 'mail', name: 'Mail', type: 'email' });
	await fluid.addCustomField({
		key: 'markets',
		name: 'Markets',
		type: 'multi_select',
		options: ['DACH', 'Benelux'],
	});
	await fluid.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created', 'deal.updated', 'deal.won', 'deal.deleted', 'contact.updated'],
	});
});

const noted = (id: string, count: number, text: (index: number) => string) =>
	fluid.ingest({ deals: Array.from({ length: count }, (_, index) => ({ id, note: text(index) })) });
const dealOf = async (id: string): Promise<Deal> => (await fluid.get(`/api-deals/${id}`)).body;
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('the notes of a deal', () => {
	test('show up to 1,000 characters each, with how many there are', async () => {
		const { notes } = await fluid.deal({ name: 'Short', note: 'Sounds interesting 🎉' });
		expect(notes).toMatchObject([{ text: 'Sounds interesting 🎉', text_length: 20 }]);
		for (const text of ['x'.repeat(1000), '🎉'.repeat(1000)]) {
			const whole = await fluid.deal({ name: 'Just fits', note: text });
			expect(whole.notes).toMatchObject([{ text, text_length: 1000 }]);
			const cut = await fluid.deal({ name: 'Too long', note: `${text}${text}.` });
			expect(cut.notes).toMatchObject([{ text, text_length: 2001 }]);
			expect(await dealOf(cut.id)).toEqual(cut);
		}
	});

	test('are the newest 20, and all of them are counted', async () => {
		const { id } = await fluid.deal({ name: 'Chatty' });
		await noted(id, 25, (index) => `Note ${index}`);
		const deal = await dealOf(id);
		expect([deal.notes.length, deal.notes_count]).toEqual([20, 25]);
		expect(deal.notes.map(({ text }) => text)).toEqual(
			Array.from({ length: 20 }, (_, index) => `Note ${24 - index}`),
		);
	});

	test('are listed as they were written, page by page', async () => {
		const { id } = await fluid.deal({ name: 'Listed' });
		await noted(id, 25, (index) => `${index} ${'x'.repeat(5000)}`);
		const texts: string[] = [];
		let cursor: string | null = '';
		do {
			const page = await fluid.get(`/api-deals/${id}/notes?limit=10&cursor=${cursor}`);
			expect(page.status).toBe(200);
			texts.push(...page.body.data.map(({ text }: Note) => text));
			cursor = page.body.next_cursor;
		} while (cursor !== null);
		expect(texts).toEqual(
			Array.from({ length: 25 }, (_, index) => `${24 - index} ${'x'.repeat(5000)}`),
		);
	});

	test('are those of the workspace only, of a deal that there is', async () => {
		const { id } = await fluid.deal({ name: 'Secret', note: 'Only for us' });
		const other = await fluid.otherWorkspace('Other agency');
		for (const answer of [
			await other.get(`/api-deals/${id}/notes`),
			await fluid.get('/api-deals/deal_nobody/notes'),
		])
			expect([answer.status, answer.body.code]).toEqual([404, 'deal_not_found']);
		const { status } = await fluid.get(`/api-deals/${id}/notes?cursor=${id}`);
		expect(status).toBe(422);
	});

	test('are one more also when the same is written at the same moment', async () => {
		const { id } = await fluid.deal({ name: 'Repeated' });
		const { body } = await noted(id, 25, () => 'The same');
		expect(body.results.map(({ changed_fields }: BulkItem) => changed_fields)).toEqual(
			Array(25).fill(['notes']),
		);
		expect((await dealOf(id)).notes_count).toBe(25);
	});

	test('are counted in the results of many, and not shown', async () => {
		const { body } = await fluid.ingest({ deals: [{ name: 'Counted', note: 'Hello' }] });
		const { deal } = body.results[0];
		expect(deal).toMatchObject({ name: 'Counted', notes_count: 1 });
		expect(Object.keys(deal)).not.toContain('notes');
		const { notes: _notes, ...rest } = await dealOf(deal.id);
		expect(deal).toEqual(rest);
	});
});

test('1,000 updates of a deal with 20 long notes answer little and store little', async () => {
	const { id } = await fluid.deal({ name: 'Long story' });
	await noted(id, 20, (index) => `${index}${'x'.repeat(9000)}`);
	const deals = Array.from({ length: 1000 }, (_, index) => ({ id, value: index + 1 }));
	const { body } = await fluid.ingest({ deals });
	expect(body.updated).toBe(1000);
	expect(bytes(body)).toBeLessThan(2_000_000);
	const events = (await fluid.get('/api-events?limit=200')).body.data as Event[];
	expect(bytes(events) / events.length).toBeLessThan(30_000);
});

describe('the custom fields of a deal', () => {
	const texts = (length: number, keys = LONG_TEXTS) =>
		Object.fromEntries(keys.map((key) => [key, 'x'.repeat(length)]));

	test('hold up to 100 kB together', async () => {
		const fits = { ...texts(19_000, LONG_TEXTS.slice(0, 5)), six: 'x'.repeat(4_900) };
		const { id } = await fluid.deal({ name: 'Full', custom_fields: fits });
		for (const custom_fields of [{ six: 'x'.repeat(5_200) }, { six: '€'.repeat(1_750) }]) {
			const { status, body } = await fluid.ingest({ id, custom_fields });
			expect([status, body.errors[0].pointer]).toEqual([422, '/custom_fields']);
			expect(body.detail).toMatch(/hold 101 kB together, and may hold 100\. Shorten/);
		}
		const others = { id, value: 1, custom_fields: { one: null, six: 'x'.repeat(19_000) } };
		expect((await fluid.ingest(others)).status).toBe(200);
		const { status } = await fluid.ingest({ name: 'Fuller', custom_fields: texts(20_000) });
		expect(status).toBe(422);
	});

	test('of a deal of before there was a most can be made less, and the rest of it be changed', async () => {
		const { id } = await fluid.deal({ name: 'Of old', custom_fields: { one: 'x' } });
		const old = JSON.stringify(texts(20_000));
		await fluid.service.database.writeService((transaction) =>
			transaction.run({
				strings: ['update deals set custom_fields = ', ' where id = ', ''],
				values: [old, id],
			}),
		);
		expect((await fluid.ingest({ id, value: 2 })).status).toBe(200);
		expect((await fluid.ingest({ id, custom_fields: { one: 'y'.repeat(19_999) } })).status).toBe(
			200,
		);
		expect((await fluid.ingest({ id, custom_fields: { site: 'https://a.example' } })).status).toBe(
			422,
		);
		const [newest] = (await fluid.get('/api-events?limit=1')).body.data;
		expect(bytes(newest)).toBeLessThan(MOST_EVENT_BYTES);
	});

	test.each([
		[
			'site',
			`https://example.com/${'x'.repeat(480)}`,
			`https://example.com/${'x'.repeat(481)}`,
			500,
		],
		[
			'mail',
			`ada@${'x'.repeat(60)}.${'y'.repeat(60)}.example`,
			`${'a'.repeat(255)}@example.com`,
			254,
		],
	])('of the type of %s are as long as the built-in ones', async (key, fits, long, most) => {
		expect(await fluid.deal({ name: 'Fits', custom_fields: { [key]: fits } })).toMatchObject({
			custom_fields: { [key]: fits },
		});
		const { status, body } = await fluid.ingest({ name: 'Long', custom_fields: { [key]: long } });
		expect([status, body.errors[0].pointer]).toEqual([422, `/custom_fields/${key}`]);
		expect(body.detail).toContain(`is longer than ${most} characters`);
	});

	test('of 400,000 wrong options are refused at once', async () => {
		const before = process.cpuUsage();
		const wrong = Array.from({ length: 400_000 }, (_, index) => `${index}`);
		const { status } = await fluid.ingest({ name: 'Acme', custom_fields: { markets: wrong } });
		expect(status).toBe(422);
		expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
	});
});

describe('no event is larger than 256 kB', () => {
	/** The character that takes the most room in JSON: six bytes. */
	const worst = '\u0001';
	const text = (length: number, end: string) => worst.repeat(length - end.length) + end;

	const deal = (end: string) => ({
		name: text(200, end),
		lost_reason: text(500, end),
		status: 'lost',
		contact: {
			email: `ada-${end}@example.com`,
			first_name: text(100, end),
			last_name: text(100, end),
			phone: text(50, end),
			title: text(200, end),
		},
		company: { name: text(200, end) },
		labels: Array.from({ length: 50 }, (_, index) => text(100, `${end}${index}`)),
		custom_fields: Object.fromEntries(LONG_TEXTS.map((key) => [key, text(2_700, end)])),
		reminder: { in_days: 1, note: text(1000, end) },
		source: text(200, end),
	});

	test('not of the worst deal there can be, before and after, stored or delivered', async () => {
		const external_id = text(200, 'worst');
		const { id } = await fluid.deal({ ...deal('a'), external_id });
		await noted(id, 21, (index) => text(10_000, `${index}`));
		const { body } = await fluid.ingest({ ...deal('b'), id, note: text(10_000, 'new') });
		expect(body.changed_fields.length).toBeGreaterThan(12);
		await fluid.ingest({ id, status: 'won', lost_reason: null });
		await fluid.delete(`/api-deals/${id}`);

		const events = ((await fluid.get('/api-events?limit=200')).body.data as Event[]).filter(
			({ data }) => data.deal?.id === id,
		);
		expect(events.length).toBeGreaterThan(24);
		const sizes = events.map(bytes);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_EVENT_BYTES);
		expect(Math.max(...sizes)).toBeGreaterThan(150_000);
		const delivered = () => receiver.received.filter(({ event }) => event.data?.deal?.id === id);
		await vi.waitFor(() => expect(delivered().length).toBeGreaterThanOrEqual(24), 20_000);
		for (const { raw } of delivered())
			expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(MOST_EVENT_BYTES);
		const changed = events.find(({ changed_fields }) => changed_fields.length > 12) as Event;
		expect(changed.data.deal?.custom_fields.one).toBe(text(2_700, 'b'));
		expect(changed.data.deal?.notes).toHaveLength(20);
		expect(changed.previous?.stage_id ?? null).toBeNull();
	});
});
