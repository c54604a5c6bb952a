import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, type Statement } from '../../src/database/sql';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';

const WAITING = 1_700;
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

let fluid: FluidFixture;

beforeAll(async () => {
	fluid = await startFluid();
});
afterAll(() => fluid.stop());

/** A webhook whose receiver was away so long that more waits for it than is changed in one go. */
async function webhookWithBacklog(): Promise<string> {
	const input = { url: 'http://127.0.0.1:9/away', events: ['deal.won'] };
	const { id } = (await fluid.post('/api-webhooks', input)).body;
	await fluid.service.database.write(async (transaction) => {
		for (let number = 0; number < WAITING; number += 1) {
			const delivery = `dlv_${id}_${number}`;
			await transaction.run(sql`
				insert into deliveries (id, webhook_id, event_id, event_type, status, attempts, next_attempt_at, created_at)
				values (${delivery}, ${id}, 'evt_1', 'deal.won', 'pending', 1, ${TOMORROW}, ${TOMORROW})`);
			await transaction.run(sql`
				insert into attempts (delivery_id, number, started_at, duration_ms, error)
				values (${delivery}, 1, ${TOMORROW}, 5, 'No answer.')`);
		}
	});
	return id;
}

const count = async (statement: Statement) =>
	(await fluid.service.database.get<{ count: number }>(statement))?.count;
const countOf = (id: string, status: string) =>
	count(
		sql`select count(*) as count from deliveries where webhook_id = ${id} and status = ${status}`,
	);

test('all that waits for a webhook is held soon after it was paused', async () => {
	const id = await webhookWithBacklog();
	expect((await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' })).body.status).toBe(
		'paused',
	);
	expect(await countOf(id, 'held')).toBeGreaterThan(0);
	await expect.poll(() => countOf(id, 'held'), { timeout: 5_000 }).toBe(WAITING);
	expect(await countOf(id, 'pending')).toBe(0);
});

test('a webhook that is resumed at once sends what is not held yet', async () => {
	const id = await webhookWithBacklog();
	await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
	await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	expect(await countOf(id, 'pending')).toBeGreaterThan(0);
});

test('a webhook that is deleted is gone at once, and its deliveries with their log soon after', async () => {
	const id = await webhookWithBacklog();
	expect((await fluid.delete(`/api-webhooks/${id}`)).status).toBe(204);
	expect((await fluid.get(`/api-webhooks/${id}/deliveries`)).status).toBe(404);
	const left = () =>
		count(sql`
			select (select count(*) from deliveries where webhook_id = ${id})
				+ (select count(*) from attempts where delivery_id like ${`dlv_${id}_%`})
				+ (select count(*) from removed_webhooks) as count`);
	await expect.poll(left, { timeout: 5_000 }).toBe(0);
});
