import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DATABASE_FILE } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

const names = async (q: string) =>
	(await fluid.get(`/api-deals?limit=200&q=${q}`)).body.data
		.map(({ name }: { name: string }) => name)
		.sort();
const eventCount = async () =>
	(await fluid.service.database.get<{ count: number }>(sql`select count(*) as count from events`))
		?.count ?? 0;

describe('requests that arrive together', () => {
	test('are refused each by itself, and the others are saved with their events', async () => {
		const before = await eventCount();
		const answers = await Promise.all(
			Array.from({ length: 60 }, (_, index) =>
				index % 3 === 0
					? fluid.ingest({ name: `Beside ${index}`, stage: 'Nowhere' })
					: fluid.ingest({ name: `Beside ${index}` }),
			),
		);
		expect(answers.map(({ status }) => status)).toEqual(
			answers.map((_, index) => (index % 3 === 0 ? 422 : 201)),
		);
		expect(await names('Beside')).toHaveLength(40);
		expect((await eventCount()) - before).toBe(40);
	});

	test('share what one of them has looked up, but not that it failed', async () => {
		const { database } = fluid.service;
		const look = (answer: () => Promise<string>) =>
			database.writeService((transaction) => transaction.memoize('the weather', answer));
		const answers = await Promise.allSettled([
			look(() => Promise.reject(new Error('The disk could not be read.'))),
			look(async () => 'sunny'),
			look(async () => 'asked a second time'),
		]);
		expect(answers).toMatchObject([
			{ reason: { message: 'The disk could not be read.' } },
			{ value: 'sunny' },
			{ value: 'sunny' },
		]);
	});

	test('are kept when one among them had written something before it was refused', async () => {
		const before = await eventCount();
		const bad = { deals: [{ name: 'Undone' }, { name: 'Undone', value: -1 }] };
		const answers = await Promise.all(
			Array.from({ length: 30 }, (_, index) =>
				index % 5 === 2
					? fluid.post('/api-ingest?atomic=true', bad)
					: fluid.ingest({ name: `Kept ${index}`, external_id: `kept-${index}` }),
			),
		);
		expect(answers.map(({ status }) => status)).toEqual(
			answers.map((_, index) => (index % 5 === 2 ? 422 : 201)),
		);
		expect(await names('Kept')).toHaveLength(24);
		expect(await names('Undone')).toEqual([]);
		expect((await eventCount()) - before).toBe(24);
	});

	test('for the same new external id make one deal', async () => {
		const answers = await Promise.all(
			Array.from({ length: 20 }, (_, value) =>
				fluid.ingest({ name: 'Raced', external_id: 'raced', value }),
			),
		);
		expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
		expect(new Set(answers.map(({ body }) => body.deal.id)).size).toBe(1);
	});

	test('for the same new person make one contact', async () => {
		const email = 'raced@example.com';
		await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				fluid.ingest({ name: `Person ${index}`, contact: { email } }),
			),
		);
		expect((await fluid.get(`/api-contacts?email=${email}`)).body.data).toHaveLength(1);
	});

	test('are numbered without a gap, also where some were refused or only tried', async () => {
		await Promise.all([
			fluid.ingest({ name: 'Numbered' }),
			fluid.post('/api-ingest?dry_run=true', { name: 'Tried' }),
			fluid.post('/api-ingest?atomic=true', { deals: [{ name: 'Undone' }, {}] }),
			fluid.ingest({ name: 'Numbered' }),
		]);
		const { body } = await fluid.get('/api-events?limit=200');
		const sequences = body.data.map(({ sequence }: { sequence: number }) => sequence);
		expect(sequences).toEqual([...sequences.keys()].map((index) => sequences[0] - index));
	});
});

test('a change that fails inside is undone, and those beside it are saved', async () => {
	const { database } = fluid.service;
	const rename = (name: string) =>
		database.writeService(async (transaction) => {
			await transaction.run(
				sql`update workspaces set name = ${name} where id = ${fluid.workspaceId}`,
			);
			if (name === 'Broken') throw new Error('The disk is full.');
			return name;
		});
	const [first, broken, last] = await Promise.allSettled([
		rename('First'),
		rename('Broken'),
		rename('Last'),
	]);
	expect([first, last]).toMatchObject([{ value: 'First' }, { value: 'Last' }]);
	expect(broken).toMatchObject({ status: 'rejected', reason: new Error('The disk is full.') });
	expect((await fluid.get('/api-me')).body.workspace.name).toBe('Last');
});

test('while another program holds the database for longer than ten seconds, changes are refused and the service lives on', async () => {
	const other = new DatabaseSync(join(fluid.dataDir, DATABASE_FILE));
	other.exec('begin immediate');
	const answers = await Promise.all([
		fluid.ingest({ name: 'Locked out' }),
		fluid.ingest({ name: 'Locked out' }),
	]);
	other.exec('rollback');
	other.close();
	for (const { status, body, headers } of answers) {
		expect([status, body.code, headers['retry-after']]).toEqual([503, 'unavailable', '1']);
		expect(body.detail).toContain('Nothing was saved; try again in a moment.');
	}
	expect(await names('Locked')).toEqual([]);
	expect((await fluid.ingest({ name: 'Let in again' })).status).toBe(201);
}, 30_000);
