import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Reader, Transaction } from '../../src/database/database';
import { openEmbedded } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';

const folder = mkdtempSync(join(tmpdir(), 'fluid-test-'));
const database = openEmbedded(folder);

afterAll(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

/** A workspace without deals. */
let made = 0;
const newWorkspace = () => `ws_${(made += 1)}`;

const add = (transaction: Transaction, workspace_id: string, value: number, deals = 1) =>
	transaction.addUp({
		workspace_id,
		stage_id: 'stg_lead',
		status: 'open',
		currency: 'USD',
		deals,
		value,
	});

const sumOf = async (reader: Reader, workspaceId: string) => {
	const row = await reader.get<{ deals: number; value: number }>(
		sql`select deals, value from stage_totals where workspace_id = ${workspaceId}`,
	);
	return row && [row.deals, row.value];
};

test('what changes that share a commit add is added up', async () => {
	const workspace = newWorkspace();
	const values = [4_800, 1_200, 500];
	await Promise.all(
		values.map((value) =>
			database.write(workspace, (transaction) => add(transaction, workspace, value)),
		),
	);
	await database.write(workspace, (transaction) => add(transaction, workspace, -500, -1));
	expect(await sumOf(database, workspace)).toEqual([2, 6_000]);
});

test('a change sees what it has added, also by a part of a statement', async () => {
	const workspace = newWorkspace();
	const seen = await database.write(workspace, async (transaction) => {
		await add(transaction, workspace, 4_800);
		const first = await sumOf(transaction, workspace);
		await add(transaction, workspace, 1_200);
		const sums = sql`select value from stage_totals where workspace_id = ${workspace}`;
		return [first, await transaction.get(sql`select max(value) as most from (${sums}) as sums`)];
	});
	expect(seen).toEqual([[1, 4_800], { most: 6_000 }]);
});

test('sums that are removed do not come back with what was added before', async () => {
	const workspace = newWorkspace();
	await database.write(workspace, async (transaction) => {
		await add(transaction, workspace, 4_800);
		await transaction.run(sql`delete from stage_totals where workspace_id = ${workspace}`);
	});
	expect(await sumOf(database, workspace)).toBeUndefined();
});

test('a change that fails adds nothing, and its neighbours all the same', async () => {
	const workspace = newWorkspace();
	const failing = async (transaction: Transaction) => {
		await add(transaction, workspace, 99);
		throw new TypeError('deal.name.normalise is not a function');
	};
	await Promise.allSettled([
		database.write(workspace, (transaction) => add(transaction, workspace, 4_800)),
		database.write(workspace, failing),
		database.write(workspace, (transaction) => add(transaction, workspace, 1_200)),
	]);
	expect(await sumOf(database, workspace)).toEqual([2, 6_000]);
});

test('a part of a change that fails adds nothing, and the others all the same', async () => {
	const workspace = newWorkspace();
	const part = (transaction: Transaction, value: number, fault?: Error) => async () => {
		await add(transaction, workspace, value);
		if (fault) throw fault;
	};
	await database.write(workspace, async (transaction) => {
		await add(transaction, workspace, 4_800);
		await transaction.attempt(part(transaction, 99, new Error('Give it a name.')));
		await transaction.attempt(part(transaction, 1_200));
	});
	expect(await sumOf(database, workspace)).toEqual([2, 6_000]);
});
