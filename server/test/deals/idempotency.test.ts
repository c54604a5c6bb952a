import { describe, expect, test } from 'vitest';
import { sql } from '../../src/database/sql';
import { removeOld } from '../../src/retention';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile({}, () => now);
let now = new Date('2026-11-24T09:00:00Z');

const deal = { name: 'Acme website', contact: { email: 'ada@example.com' } };
const send = (key: string, body: unknown = deal, query = '') =>
	fluid.post(`/api-ingest${query}`, body, { 'Idempotency-Key': key });
const countOf = async (q: string) => (await fluid.get(`/api-deals?q=${q}`)).body.data.length;

describe('the same Idempotency-Key', () => {
	test('with the same body answers the first answer again and makes nothing new', async () => {
		const first = await send('execution-1', { name: 'Once' });
		const second = await send('execution-1', { name: 'Once' });
		expect([first.status, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
		expect([second.status, second.headers['idempotent-replayed']]).toEqual([201, 'true']);
		expect(second.body).toEqual(first.body);
		expect(await countOf('Once')).toBe(1);
	});

	test('replays the answer to many deals, some of them refused', async () => {
		const many = { deals: [{ name: 'Half' }, {}] };
		const first = await send('execution-2', many);
		const second = await send('execution-2', many);
		expect([second.status, second.headers['idempotent-replayed']]).toEqual([207, 'true']);
		expect(second.body).toEqual(first.body);
	});

	test('of many deals that were all refused is free again, so that they can be sent once the cause is gone', async () => {
		const many = { deals: [{ name: 'Too early', pipeline: 'Later' }] };
		expect((await send('execution-12', many)).body.failed).toBe(1);
		await fluid.addPipeline('Later', ['First']);
		expect((await send('execution-12', many)).body.created).toBe(1);
	});

	test('with another body or another option is refused', async () => {
		await send('execution-3');
		for (const answer of [
			await send('execution-3', { ...deal, value: 1 }),
			await send('execution-3', deal, '?atomic=true'),
		]) {
			expect([answer.status, answer.body.code]).toEqual([422, 'idempotency_key_reused']);
			expect(answer.body.detail).toContain('Use a new key');
		}
	});

	test('for another call is refused, so that no deal is answered with a contact', async () => {
		const ada = { name: 'Ada Lovelace' };
		const key = { 'Idempotency-Key': 'execution-10' };
		expect((await fluid.post('/api-contacts', ada, key)).status).toBe(201);
		const { status, body } = await fluid.ingest(ada, key);
		expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
	});

	test('with an option that is off is the same request as without it', async () => {
		await send('execution-11');
		const { headers } = await send('execution-11', deal, '?dry_run=false&atomic=false');
		expect(headers['idempotent-replayed']).toBe('true');
	});

	test('while the first request is still running is refused for a moment, and replayed afterwards', async () => {
		let finishTurn = () => {};
		const turn = new Promise<void>((resolve) => (finishTurn = resolve));
		const occupied = fluid.service.database.write(fluid.workspaceId, () => turn);
		const answers = [send('execution-4'), send('execution-4')];
		expect(await Promise.race(answers)).toMatchObject({
			status: 409,
			body: { code: 'idempotency_in_progress' },
			headers: { 'retry-after': '1' },
		});
		finishTurn();
		await occupied;
		const statuses = (await Promise.all(answers)).map(({ status }) => status);
		expect(statuses.sort()).toEqual([201, 409]);
		expect((await send('execution-4')).headers['idempotent-replayed']).toBe('true');
	});

	test('is free again after 24 hours, not before', async () => {
		now = new Date('2026-11-24T10:00:00Z');
		await send('execution-5', { name: 'Daily' });
		now = new Date('2026-11-25T09:59:59Z');
		expect((await send('execution-5', { name: 'Daily' })).headers['idempotent-replayed']).toBe(
			'true',
		);
		now = new Date('2026-11-25T10:00:00Z');
		expect(
			(await send('execution-5', { name: 'Daily' })).headers['idempotent-replayed'],
		).toBeUndefined();
		expect(await countOf('Daily')).toBe(2);
	});

	test('is forgotten by the hourly cleaning after 24 hours', async () => {
		const { database } = fluid.service;
		const countAfterCleaning = async () => {
			await removeOld(database, now);
			const row = await database.get<{ count: number }>(
				sql`select count(*) as count from idempotency_keys where key = 'execution-6'`,
			);
			return row?.count;
		};
		await send('execution-6');
		expect(await countAfterCleaning()).toBe(1);
		now = new Date(now.getTime() + 24 * 60 * 60 * 1000);
		expect(await countAfterCleaning()).toBe(0);
	});

	test('in another workspace is another key', async () => {
		await send('execution-7');
		const other = await fluid.otherWorkspace('Another client');
		const { status, headers } = await other.post(
			'/api-ingest',
			{ name: 'Theirs' },
			{ 'Idempotency-Key': 'execution-7' },
		);
		expect([status, headers['idempotent-replayed']]).toEqual([201, undefined]);
	});

	test('is not used up by a request that was refused', async () => {
		expect((await send('execution-8', { name: '' })).status).toBe(422);
		expect((await send('execution-8')).status).toBe(201);
	});

	test('is not used up by a dry run', async () => {
		await send('execution-9', deal, '?dry_run=true');
		expect((await send('execution-9')).headers['idempotent-replayed']).toBeUndefined();
	});
});

test('a key of 256 characters, or of none, is refused', async () => {
	for (const key of ['x'.repeat(256), '']) {
		const { status, body } = await send(key);
		expect([status, body.code]).toEqual([422, 'invalid_input']);
		expect(body.detail).toBe('The header Idempotency-Key must have 1 to 255 characters.');
	}
	expect((await send('x'.repeat(255))).status).toBe(201);
});
