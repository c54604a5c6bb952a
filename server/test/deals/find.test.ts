import { beforeAll, describe, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile({}, () => now);
let now = new Date('2026-11-24T09:00:00Z');
let servicePipelineId: string;

const names = async (query: string): Promise<string[]> => {
	const { body } = await fluid.get(`/api-deals?${query}`);
	return body.data.map(({ name }: Deal) => name);
};

beforeAll(async () => {
	servicePipelineId = await fluid.addPipeline('Service', ['Open', 'Done']);
	await fluid.deal({
		name: 'Analytical Engines',
		external_id: 'crm-1',
		contact: { email: 'Ada@Example.com', name: 'Ada Lovelace' },
		company: 'Engines Ltd',
	});
	now = new Date('2026-11-25T09:00:00Z');
	await fluid.deal({ name: 'École 100 % d’été_1', stage: 'Contacted', status: 'won' });
	now = new Date('2026-11-26T09:00:00Z');
	await fluid.deal({
		name: 'Repair',
		pipeline: 'Service',
		contact: { email: 'grace@example.com', name: 'Ödön' },
	});
});

describe('deals are found', () => {
	test('all of them, newest first', async () => {
		expect(await names('')).toEqual(['Repair', 'École 100 % d’été_1', 'Analytical Engines']);
	});

	test('by the email address of their contact, upper and lower case alike', async () => {
		expect(await names('email=ADA@example.COM')).toEqual(['Analytical Engines']);
	});

	test('by external id', async () => {
		expect(await names('external_id=crm-1')).toEqual(['Analytical Engines']);
		expect(await names('external_id=CRM-1')).toEqual([]);
	});

	test.each([
		['the name of the deal', 'lytical'],
		['the name of the contact', 'LOVE'],
		['the name of the company', 'engines ltd'],
		['the email address', 'ada@ex'],
	])('by text in %s', async (_where, q) => {
		expect(await names(`q=${encodeURIComponent(q)}`)).toEqual(['Analytical Engines']);
	});

	test('by text with letters beyond A to Z, upper and lower case alike', async () => {
		for (const q of ['École', 'école', 'ÉCOLE'])
			expect(await names(`q=${encodeURIComponent(q)}`)).toEqual(['École 100 % d’été_1']);
		expect(await names(`q=${encodeURIComponent('ÖDÖN')}`)).toEqual(['Repair']);
	});

	test('by text with %, _, ~ and quotes to the letter', async () => {
		expect(await names('q=%25')).toEqual(['École 100 % d’été_1']);
		expect(await names('q=%C3%A9_1')).toEqual(['École 100 % d’été_1']);
		expect(await names('q=~')).toEqual([]);
		expect(await names(`q=${encodeURIComponent(`' or 1=1 --`)}`)).toEqual([]);
	});

	test('by pipeline, stage and status', async () => {
		expect(await names(`pipeline_id=${servicePipelineId}`)).toEqual(['Repair']);
		const { body } = await fluid.get('/api-stages');
		const contacted = body.data.find((stage: { name: string }) => stage.name === 'Contacted');
		expect(await names(`stage_id=${contacted.id}`)).toEqual(['École 100 % d’été_1']);
		expect(await names('status=won')).toEqual(['École 100 % d’été_1']);
		expect(await names('status=open&q=repair')).toEqual(['Repair']);
	});

	test('by when they last changed, written in any zone', async () => {
		const sinceTwentyFifth = ['Repair', 'École 100 % d’été_1'];
		for (const moment of [
			'2026-11-25T09:00:00Z',
			'2026-11-25T09:00:00.000Z',
			'2026-11-25',
			'2026-11-25T10:00:00%2B01:00',
			'2026-11-25T10:00:00+01:00',
			'2026-11-25T04:00:00-05',
		])
			expect([moment, await names(`updated_since=${moment}`)]).toEqual([moment, sinceTwentyFifth]);
		expect(await names('updated_since=2026-11-25T09:00:00.001Z')).toEqual(['Repair']);
	});
});

describe('what is due, and whose, is found', () => {
	const owned = fluidForFile();
	const found = async (query: string): Promise<string[]> => {
		const { body } = await owned.get(`/api-deals?${query}`);
		return body.data.map(({ name }: Deal) => name);
	};
	const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
	let closed: Deal;

	beforeAll(async () => {
		const contact = { email: 'ada@example.com', name: 'Ada' };
		await owned.deal({ name: 'Late', reminder: { at: day(-2) }, labels: ['Hot', 'EU'], contact });
		await owned.deal({
			name: 'Later',
			reminder: { at: day(-1) },
			owner_email: 'Grace@Example.com',
		});
		await owned.deal({ name: 'Today', reminder: { at: day(0) }, labels: ['hot'], company: 'Acme' });
		await owned.deal({ name: 'Soon', reminder: { at: day(3) }, status: 'won' });
		await owned.deal({ name: 'Never' });
		closed = await owned.deal({ name: 'Gone', status: 'lost' });
	});

	test('by the state of their reminder, which is that of the calendar day in UTC', async () => {
		expect(await found('reminder=overdue')).toEqual(['Later', 'Late']);
		expect(await found('reminder=due_today')).toEqual(['Today']);
		expect(await found('reminder=scheduled')).toEqual(['Soon']);
		expect(await found('reminder=none')).toEqual(['Gone', 'Never']);
		expect(await found('reminder=none&status=open')).toEqual(['Never']);
	});

	test('by label and owner, upper and lower case alike', async () => {
		expect(await found('label=HOT')).toEqual(['Today', 'Late']);
		expect(await found('label=hot&reminder=overdue')).toEqual(['Late']);
		expect(await found('owner_email=grace@example.com')).toEqual(['Later']);
		expect(await found('owner_email=nobody@example.com')).toEqual([]);
	});

	test('by contact and company', async () => {
		const [late] = (await owned.get('/api-deals?label=eu')).body.data as Deal[];
		expect(await found(`contact_id=${late?.contact?.id}`)).toEqual(['Late']);
		const [today] = (await owned.get('/api-deals?reminder=due_today')).body.data as Deal[];
		expect(await found(`company_id=${today?.company?.id}`)).toEqual(['Today']);
	});

	test('by when they were created or closed', async () => {
		expect(await found(`created_since=${closed.created_at}`)).toEqual(['Gone']);
		expect(await found(`created_since=${day(1)}`)).toEqual([]);
		expect(await found(`closed_since=${day(-1)}`)).toEqual(['Gone', 'Soon']);
		await owned.deal({ id: closed.id, status: 'open' });
		expect(await found(`closed_since=${day(-1)}`)).toEqual(['Soon']);
		await owned.deal({ id: closed.id, status: 'lost' });
	});

	test('in the order of what is due, or of what changed last, page by page', async () => {
		expect(await found('sort=due')).toEqual(['Late', 'Later', 'Today', 'Soon']);
		expect(await found('sort=due&status=open&owner_email=grace@example.com')).toEqual(['Later']);
		expect((await found('sort=updated'))[0]).toBe('Gone');
		const read: string[] = [];
		let cursor = '';
		do {
			const { body } = await owned.get(`/api-deals?sort=due&limit=1&cursor=${cursor}`);
			read.push(...body.data.map(({ name }: Deal) => name));
			cursor = body.next_cursor ?? '';
		} while (cursor);
		expect(read).toEqual(['Late', 'Later', 'Today', 'Soon']);
	});

	test('no longer by a label that was taken off, nor by the name of a deal that has another', async () => {
		const deal = await owned.deal({ name: 'Zeppelin', labels: ['Old'] });
		await owned.deal({ id: deal.id, name: 'Airship', labels: ['New'] });
		expect([await found('label=old'), await found('q=zeppelin')]).toEqual([[], []]);
		expect([await found('label=new'), await found('q=airship')]).toEqual([
			['Airship'],
			['Airship'],
		]);
		await owned.delete(`/api-deals/${deal.id}`);
		expect([await found('label=new'), await found('q=airship')]).toEqual([[], []]);
	});
});

describe('deals are not found', () => {
	test.each([
		['a filter that does not exist', 'mail=ada@example.com', '/mail', 'Did you mean "email"?'],
		['a status that does not exist', 'status=closed', '/status', 'open, won or lost'],
		['a reminder that does not exist', 'reminder=late', '/reminder', 'overdue, due_today'],
		['an order that does not exist', 'sort=oldest', '/sort', 'newest, due or updated'],
		[
			'a cursor of another order',
			'sort=due&cursor=deal_01k9m6t0x9k6a2dn8h0x3f7q1s',
			'/cursor',
			'next_cursor',
		],
		[
			'a moment that is none',
			'updated_since=yesterday%201',
			'/updated_since',
			'2026-11-24T09:00:00Z',
		],
		[
			'a day that does not exist',
			'updated_since=2026-02-30',
			'/updated_since',
			'2026-11-24T09:00:00Z',
		],
		['an email address that was not filled in', 'email=', '/email', 'or leave it out to find all'],
		['a limit of 0', 'limit=0', '/limit', 'from 1 to 200'],
		['a limit of 201', 'limit=201', '/limit', 'from 1 to 200'],
		['a limit that is no number', 'limit=0x10', '/limit', 'from 1 to 200'],
		['a limit given twice', 'limit=1&limit=2', '/limit', 'Give it once'],
		['a cursor of another list', 'cursor=con_01k9m6t0x7h4y0bm6f8v1d5n9p', '/cursor', 'next_cursor'],
		['a cursor that is none', "cursor='", '/cursor', 'next_cursor'],
		[
			'a cursor of the order by reminder, in that by change',
			'sort=updated&cursor=due_2026-11-24T09:00:00.000Z_deal_01k9m6t0x9k6a2dn8h0x3f7q1s',
			'/cursor',
			'in the same order',
		],
		['a contact that is no ID', 'contact_id=ada', '/contact_id', 'begins with con_, not "ada"'],
		[
			'a company by the ID of a contact',
			'company_id=con_01k9m6t0x7h4y0bm6f8v1d5n9p',
			'/company_id',
			'begins with com_',
		],
		['an owner who is no address', 'owner_email=Grace', '/owner_email', 'grace@agency.example'],
	])('by %s, which is refused with a sentence', async (_what, query, pointer, advice) => {
		const { status, body } = await fluid.get(`/api-deals?${query}`);
		expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([
			422,
			[pointer],
		]);
		expect(body.detail).toContain(advice);
	});

	test.each([
		'contact_id=con_01k9m6t0x7h4y0bm6f8v1d5n9p',
		'company_id=com_01k9m6t0x8j5z1cm7g9w2e6p0r',
		'owner_email=nobody@example.com',
	])('by %s that nobody has (any more), and that is no mistake', async (query) => {
		expect(await names(query)).toEqual([]);
	});

	test.each(['pipeline', 'stage'])(
		'by a %s that does not exist, which is a 404 that names what was asked for',
		async (thing) => {
			const { status, body } = await fluid.get(`/api-deals?${thing}_id=Slaes`);

			expect([status, body.code, body.params]).toEqual([
				404,
				`${thing}_not_found`,
				{ id: 'Slaes' },
			]);
			expect(body.detail).toContain(`No ${thing} has the id "Slaes".`);
		},
	);
});

test('many deals are read page by page, each exactly once', async () => {
	const many = await fluid.otherWorkspace('A workspace with many deals');
	const deals = Array.from({ length: 450 }, (_, index) => ({ name: `Deal ${index}` }));
	await many.ingest({ deals });

	const read: string[] = [];
	const sizes: number[] = [];
	let cursor = '';
	do {
		const { body } = await many.get(`/api-deals?limit=200&cursor=${cursor}`);
		read.push(...body.data.map(({ name }: Deal) => name));
		sizes.push(body.data.length);
		cursor = body.next_cursor;
	} while (cursor);
	expect(sizes).toEqual([200, 200, 50]);
	expect(read).toEqual(deals.map(({ name }) => name).reverse());

	expect((await many.get('/api-deals')).body.data).toHaveLength(50);
});

describe('a deal', () => {
	test('is read as it was answered', async () => {
		const deal = await fluid.deal({ name: 'Acme website', note: 'Call back' });
		expect((await fluid.get(`/api-deals/${deal.id}`)).body).toEqual(deal);
	});

	test('that is deleted is gone with its notes, and its contact stays', async () => {
		const deal = await fluid.deal({
			name: 'Acme website',
			contact: { email: 'linus@example.com' },
		});
		expect((await fluid.delete(`/api-deals/${deal.id}`)).status).toBe(204);
		for (const answer of [
			await fluid.get(`/api-deals/${deal.id}`),
			await fluid.delete(`/api-deals/${deal.id}`),
		]) {
			expect([answer.status, answer.body.code]).toEqual([404, 'deal_not_found']);
			expect(answer.body.detail).toBe(
				`No deal has the id "${deal.id}". List deals with GET /api-deals.`,
			);
		}
		expect((await fluid.get(`/api-contacts/${deal.contact?.id}`)).status).toBe(200);
	});
});
