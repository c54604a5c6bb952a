import { expect, test } from 'vitest';
import { sql, type Statement } from '../../src/database/sql';
import { fluidForFile } from '../../../test/support/fluid';
import { pauseWebhook } from '../../src/webhooks/store';

const WAITING = 1_700;
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

const fluid = fluidForFile();

/** A webhook whose receiver was away so long that more waits for it than is changed in one go. */
async function webhookWithBacklog(): Promise<string> {
	const input = { url: 'http://127.0.0.1:9/away', events: ['deal.won'] };
	const { id } = (await fluid.post('/api-webhooks', input)).body;
	await fluid.service.database.writeService(async (transaction) => {
		for (let number = 0; number < WAITING; number += 1) {
			const delivery = `dlv_${id}_${number}`;
			await transaction.run(sql`
				insert into deliveries
					(workspace_id, id, queue_id, event_id, event_type, status, attempts, next_attempt_at, created_at)
				values (${fluid.workspaceId}, ${delivery}, ${id}, 'evt_1', 'deal.won', 'pending', 1, ${TOMORROW}, ${TOMORROW})`);
			await transaction.run(sql`
				insert into attempts (workspace_id, delivery_id, number, started_at, duration_ms, error)
				values (${fluid.workspaceId}, ${delivery}, 1, ${TOMORROW}, 5, 'No answer.')`);
		}
	});
	return id;
}

const count = async (statement: Statement) =>
	(await fluid.service.database.get<{ count: number }>(statement))?.count;
const countOf = (id: string, status: string) =>
	count(
		sql`select count(*) as count from deliveries where queue_id = ${id} and status = ${status}`,
	);

test('pausing answers when all that waits is held', async () => {
	const id = await webhookWithBacklog();
	expect((await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' })).body.status).toBe(
		'paused',
	);
	expect(await countOf(id, 'held')).toBe(WAITING);
	expect(await countOf(id, 'pending')).toBe(0);
});

test('all that waits is held soon after the service itself has paused a webhook', async () => {
	const id = await webhookWithBacklog();
	await fluid.service.database.writeService((transaction) =>
		pauseWebhook(transaction, { id }, 'The receiver answered 410 Gone.', new Date()),
	);
	expect(await countOf(id, 'held')).toBeGreaterThan(0);
	await expect.poll(() => countOf(id, 'held'), { timeout: 5_000 }).toBe(WAITING);
});

test('a webhook that is resumed before all is held sends the rest', async () => {
	const id = await webhookWithBacklog();
	await fluid.service.database.writeService((transaction) =>
		pauseWebhook(transaction, { id }, 'The receiver answered 410 Gone.', new Date()),
	);
	await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
	// What waits for a webhook that was paused later is held after it.
	const other = await webhookWithBacklog();
	await fluid.patch(`/api-webhooks/${other}`, { status: 'paused' });
	await expect.poll(() => countOf(other, 'held'), { timeout: 5_000 }).toBe(WAITING);
	expect(await countOf(id, 'pending')).toBeGreaterThan(0);
});

test('a webhook that is deleted is gone at once, and its deliveries with their log soon after', async () => {
	const id = await webhookWithBacklog();
	expect((await fluid.delete(`/api-webhooks/${id}`)).status).toBe(204);
	expect((await fluid.get(`/api-webhooks/${id}/deliveries`)).status).toBe(404);
	const left = () =>
		count(sql`
			select (select count(*) from deliveries where queue_id = ${id})
				+ (select count(*) from attempts where delivery_id like ${`dlv_${id}_%`})
				+ (select count(*) from removed_webhooks) as count`);
	await expect.poll(left, { timeout: 5_000 }).toBe(0);
});
