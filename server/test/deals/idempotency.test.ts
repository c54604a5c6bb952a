import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeOld } from '../../src/retention';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';

let fluid: FluidFixture;
let now = new Date('2026-11-24T09:00:00Z');

beforeAll(async () => {
	fluid = await startFluid({}, () => now);
});
afterAll(() => fluid.stop());

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

	test('while the first request is still running is refused for a moment, and replayed afterwards', async () => {
		const many = { deals: Array.from({ length: 1000 }, () => ({ name: 'Slow' })) };
		const answers = await Promise.all([send('execution-4', many), send('execution-4', many)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
		const refused = answers.find(({ status }) => status === 409);
		expect(refused).toMatchObject({
			body: { code: 'idempotency_in_progress' },
			headers: { 'retry-after': '1' },
		});
		expect((await send('execution-4', many)).headers['idempotent-replayed']).toBe('true');
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
		await send('execution-6');
		const kept = async () => {
			await removeOld(fluid.service.database, now);
			return (await send('execution-6')).headers['idempotent-replayed'];
		};
		expect(await kept()).toBe('true');
		now = new Date(now.getTime() + 24 * 60 * 60 * 1000);
		expect(await kept()).toBeUndefined();
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
