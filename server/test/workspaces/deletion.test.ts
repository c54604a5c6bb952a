import { beforeEach, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { FluidClient } from '../../../test/support/fluidClient';
import { Receiver } from '../../../test/support/receiver';
import type { Database, Work } from '../../src/database/database';
import { sql } from '../../src/database/sql';
import { checks, examine } from '../../src/doctor/examine';
import { removeExpired } from '../../src/removeWorkspaces';
import { deleteWorkspace, restoreWorkspace } from '../../src/workspaces/deletion';
import { createWorkspaceWithDefaults } from '../../src/firstStart';
import { createKey } from '../../src/keys/store';
import { addForm } from '../forms/formFixture';
import { Visitor } from '../forms/visitor';
import { storedTexts } from '../erasure/storedTexts';

const DAY_MS = 24 * 60 * 60 * 1000;

let fluid: FluidFixture;
let client: FluidClient;
let clientId: string;
let receiver: Receiver;
let now: Date;

beforeEach(async () => {
	now = new Date();
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1h,1h' }, () => now);
	receiver = await Receiver.start();
	const { database } = fluid.service;
	clientId = (await createWorkspaceWithDefaults(database, 'Client B', 'EUR', now)).id;
	const { key } = await database.writeService((transaction) =>
		createKey(transaction, clientId, 'Import', now),
	);
	client = new FluidClient(fluid.url, key);
	return async () => {
		await fluid.stop();
		await receiver.stop();
	};
});

const later = (ms: number) => (now = new Date(now.getTime() + ms));
const deleted = () =>
	fluid.service.database.writeService((transaction) => deleteWorkspace(transaction, clientId, now));
const restored = () =>
	fluid.service.database.writeService((transaction) =>
		restoreWorkspace(transaction, clientId, now),
	);

async function filled(deals = 3): Promise<string> {
	await client.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created', 'form.submitted'],
	});
	await client.post('/api-webhooks', {
		delivery: 'pull',
		consumer: 'n8n:one',
		events: ['deal.created'],
	});
	await client.ingest(
		{
			deals: Array.from({ length: deals }, (_, index) => ({
				name: `Secret ${index}`,
				note: 'Secret',
				labels: ['secret'],
				contact: { email: `secret-${index}@example.com` },
				company: { name: `Secret ${index % 3}` },
			})),
		},
		{ 'Idempotency-Key': 'secret', 'Fluid-Run': 'import-secret' },
	);
	return addForm(fluid, {}, clientId);
}

describe('a workspace that is deleted', () => {
	test('gives no access any more, from the next request on', async () => {
		const form = await filled();
		const visitor = new Visitor(`${fluid.url}/f/${form}`);
		await visitor.open();
		expect(await deleted()).toBeUndefined();

		const answer = await client.get('/api-deals');
		expect(answer).toMatchObject({ status: 401, body: { code: 'deleted_key' } });
		expect(answer.body.detail).toContain('The workspace "Client B" of this API key was deleted on');
		expect(await visitor.open()).toEqual({});
		expect((await visitor.send({ name: 'Ada', email: 'ada@example.com' })).status).toBe(404);
		expect((await fluid.get('/api-deals')).status).toBe(200);
	});

	test('sends nothing more, and goes on with what waited when it is restored', async () => {
		receiver.answer(500);
		await filled(1);
		await receiver.waitFor(1);
		await expect
			.poll(() => fluid.service.database.get(sql`select count(*) as count from attempts`))
			.toEqual({ count: 1 });
		await deleted();
		receiver.answer(200);
		later(2 * 3600_000);
		// Longer than the second after which it is searched for what is due.
		await new Promise((resolve) => setTimeout(resolve, 1_500));
		expect(receiver.received).toHaveLength(1);

		expect(await restored()).toBeUndefined();
		await receiver.waitFor(2);
		expect((await client.get('/api-deals')).body.data).toHaveLength(1);
	});

	test('is removed to its last row after seven days, and nothing of another with it', async () => {
		await filled(120);
		await fluid.deal({
			name: 'Mine',
			contact: { email: 'ada@example.com' },
			note: 'Mine',
			labels: ['mine'],
		});
		await deleted();
		later(7 * DAY_MS - 60_000);
		await removeExpired(fluid.service.database, now);
		expect((await storedTexts(fluid)).some((text) => /secret/i.test(text))).toBe(true);

		later(120_000);
		await removeExpired(fluid.service.database, now);
		await fluid.service.database.indexTexts();
		const left = (await storedTexts(fluid)).filter(
			(text) => /"secret| secret|secret-\d/i.test(text) || text.includes(clientId),
		);
		expect(left).toEqual([]);
		expect((await fluid.get('/api-deals')).body.data).toMatchObject([
			{ name: 'Mine', notes_count: 1 },
		]);
		expect(await restored()).toBe('unknown');
		expect(await faults()).toEqual([]);
	});

	test('is removed in parts, however much there is of what there is little of in others', async () => {
		await filled(1);
		const { database } = fluid.service;
		await database.write(clientId, async (transaction) => {
			for (let number = 0; number < 1_200; number += 1) {
				await transaction.run(
					sql`insert into rollouts values (${clientId}, ${`rol_${number}`}, ${`Client ${number}`}, 'n8n', 'replies', '{}', 1, '')`,
				);
				await createKey(transaction, clientId, `Key ${number}`, now);
			}
		});
		await deleted();
		later(8 * DAY_MS);
		const rows = async () => {
			const row = await database.get<{ count: number }>(sql`
				select (select count(*) from rollouts where workspace_id = ${clientId})
					+ (select count(*) from api_keys where workspace_id = ${clientId}) as count`);
			return Number(row?.count);
		};
		const removed: number[] = [];
		let left = await rows();
		const write = async <T>(id: string, work: Work<T>) => {
			const result = await database.write(id, work);
			const before = left;
			left = await rows();
			removed.push(before - left);
			return result;
		};
		await removeExpired(Object.create(database, { write: { value: write } }) as Database, now);
		expect(left).toBe(0);
		expect(removed.filter((count) => count > 0)).toEqual([500, 500, 200, 500, 500, 201]);
	});

	test('is removed to the end when that was interrupted', async () => {
		await filled(600);
		await deleted();
		later(8 * DAY_MS);
		const stopping = new AbortController();
		const removing = removeExpired(fluid.service.database, now, stopping.signal);
		await expect
			.poll(() => fluid.service.database.get(sql`select count(*) as count from deals`), {
				interval: 1,
			})
			.not.toEqual({ count: 600 });
		stopping.abort();
		await removing;
		expect(await restored()).toBe('too_late');
		await removeExpired(fluid.service.database, now);
		expect((await storedTexts(fluid)).filter((text) => text.includes(clientId))).toEqual([]);
	});
});

test('the last workspace, and one that is not there, are not deleted', async () => {
	const { database } = fluid.service;
	const remove = (id: string) =>
		database.writeService((transaction) => deleteWorkspace(transaction, id, now));
	expect(await remove('ws_none')).toBe('unknown');
	await deleted();
	expect(await deleted()).toBe('unknown');
	expect(await remove(fluid.workspaceId)).toBe('last');
	expect((await fluid.get('/api-me')).status).toBe(200);
});

async function faults(): Promise<unknown[]> {
	const { database, secrets } = fluid.service;
	const results = [];
	for (const check of checks)
		results.push(await examine(check, database, secrets, () => new Date(), false, 10));
	return results.flatMap(({ findings }) => findings);
}
