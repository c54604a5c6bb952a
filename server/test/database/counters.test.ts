import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import type { Transaction } from '../../src/database/database';
import { openEmbedded } from '../../src/database/embedded';
import { migrate, migrations } from '../../src/database/migrate';
import { sql } from '../../src/database/sql';

const folder = mkdtempSync(join(tmpdir(), 'fluid-test-'));
const database = openEmbedded(folder);

afterAll(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

/** A workspace that nothing has happened in. */
let made = 0;
const newWorkspace = () => `ws_${(made += 1)}`;

/** Has something happen in a workspace, and returns its number. */
async function happen(transaction: Transaction, workspaceId: string): Promise<number> {
	const sequence = await transaction.nextSequence(workspaceId);
	await transaction.run(sql`
		insert into events (workspace_id, sequence, id, type, timestamp, body)
		values (${workspaceId}, ${sequence}, ${`evt_${workspaceId}_${sequence}`}, 'deal.created', '2026-11-02', '{}')`);
	return sequence;
}

const failing = async (transaction: Transaction, workspaceId: string) => {
	await happen(transaction, workspaceId);
	throw new TypeError('deal.name.normalise is not a function');
};

test('each workspace counts by itself', async () => {
	const [ours, theirs] = [newWorkspace(), newWorkspace()];
	const numbers = [ours, theirs, theirs, ours, theirs].map((workspace) =>
		database.write(workspace, (transaction) => happen(transaction, workspace)),
	);
	expect(await Promise.all(numbers)).toEqual([1, 1, 2, 2, 3]);
});

test('a change that fails leaves no gap in those that are kept with it', async () => {
	const workspace = newWorkspace();
	const one = () => database.write(workspace, (transaction) => happen(transaction, workspace));
	const bad = () => database.write(workspace, (transaction) => failing(transaction, workspace));
	const done = await Promise.allSettled([one(), bad(), one(), bad(), one()]);
	expect(done.map((each) => (each as { value?: number }).value)).toEqual([
		1,
		undefined,
		2,
		undefined,
		3,
	]);
});

test('a change that fails with its number in hand leaves none either', async () => {
	const workspace = newWorkspace();
	const takes = async (transaction: Transaction) => {
		await transaction.nextSequence(workspace);
		throw new TypeError('event.data is undefined');
	};
	const one = () => database.write(workspace, (transaction) => happen(transaction, workspace));
	const done = await Promise.allSettled([one(), database.write(workspace, takes), one()]);
	expect(done.map((each) => (each as { value?: number }).value)).toEqual([1, undefined, 2]);
});

test('a part that fails leaves no gap in its change', async () => {
	const workspace = newWorkspace();
	const numbers = await database.write(workspace, async (transaction) => {
		const first = await happen(transaction, workspace);
		await transaction.attempt(() => failing(transaction, workspace));
		const second = await happen(transaction, workspace);
		return [first, second];
	});
	expect(numbers).toEqual([1, 2]);
	expect(await database.write(workspace, (transaction) => happen(transaction, workspace))).toBe(3);
});

test('a change that would publish in another workspace is undone', async () => {
	const [ours, theirs] = [newWorkspace(), newWorkspace()];
	const change = database.write(ours, async (transaction) => {
		await happen(transaction, ours);
		await happen(transaction, theirs);
	});
	await expect(change).rejects.toThrow(`A change of ${ours} publishes an event in ${theirs}.`);
	expect(await database.write(ours, (transaction) => happen(transaction, ours))).toBe(1);
});

test('a dry run takes no number', async () => {
	const workspace = newWorkspace();
	expect(await database.dryRun(workspace, (transaction) => happen(transaction, workspace))).toBe(1);
	expect(await database.write(workspace, (transaction) => happen(transaction, workspace))).toBe(1);
});

test('two processes that take turns leave no gap', async () => {
	const workspace = newWorkspace();
	const other = openEmbedded(folder);
	const numbers: number[] = [];
	for (const each of [database, other, other, database])
		numbers.push(await each.write(workspace, (transaction) => happen(transaction, workspace)));
	await other.close();
	expect(numbers).toEqual([1, 2, 3, 4]);
});

test('events from before keep their numbers, and each workspace goes on after its highest', () => {
	const connection = new DatabaseSync(':memory:');
	migrate(
		connection,
		migrations.filter(({ name }) => name < '0026'),
	);
	for (const id of ['ws_acme', 'ws_globex', 'ws_silent', 'ws_waiting'])
		connection.exec(
			`insert into workspaces (id, name, currency, created_at) values ('${id}', '${id}', 'USD', '2026-01-01')`,
		);
	const happened = ['ws_acme', 'ws_globex', 'ws_globex', 'ws_acme', 'ws_globex', 'ws_waiting'];
	for (const [index, id] of happened.entries())
		connection.exec(`insert into events (sequence, id, workspace_id, type, timestamp, body)
			values (${index + 11}, 'evt_${index}', '${id}', 'deal.won', '2026-11-0${index + 1}', '{}')`);
	// It has seen more than is kept of its workspace.
	connection.exec(`insert into consumers (workspace_id, name, queue_id, seen_sequence, created_at)
		values ('ws_acme', 'sync', 'whk_1', 19, '2026-11-01')`);

	migrate(connection);

	const all = (statement: string) => connection.prepare(statement).all().map(Object.values);
	expect(all('select workspace_id, sequence from events order by sequence')).toEqual(
		happened.map((id, index) => [id, index + 11]),
	);
	expect(all('select workspace_id, sequence from counters order by workspace_id')).toEqual([
		['ws_acme', 19],
		['ws_globex', 15],
		// Nobody knows how far it had come.
		['ws_silent', 16],
		['ws_waiting', 16],
	]);
	connection.close();
});
