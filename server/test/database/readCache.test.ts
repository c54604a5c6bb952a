import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reader, Transaction } from '../../src/database/database';
import { type EmbeddedDatabase, openEmbedded } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';

let folder: string;
let database: EmbeddedDatabase;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-cache-'));
	database = openEmbedded(folder);
});
afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

/** What a stage's name is, with its pipeline's; counts how often it is read. */
function newStageNames() {
	const counted = { loads: 0 };
	const load = (reader: Reader) => {
		counted.loads += 1;
		return reader.get(sql`
			select stages.name as stage, pipelines.name as pipeline
			from stages join pipelines on pipelines.id = stages.pipeline_id`);
	};
	return { counted, names: (transaction: Transaction) => transaction.memoize('names', load) };
}

async function addPipeline(transaction: Transaction): Promise<void> {
	await transaction.run(
		sql`insert into workspaces (id, name, currency, created_at) values ('ws_1', 'Client', 'EUR', '')`,
	);
	await transaction.run(
		sql`insert into pipelines (id, workspace_id, name, position) values ('pip_1', 'ws_1', 'Sales', 1)`,
	);
	await transaction.run(
		sql`insert into stages (id, workspace_id, pipeline_id, name, position) values ('stg_1', 'ws_1', 'pip_1', 'New', 1)`,
	);
}

test('what a transaction has read is read again once one of its tables was written, and not before', async () => {
	const { counted, names } = newStageNames();
	await database.writeService(async (transaction) => {
		expect(await names(transaction)).toBeUndefined();
		await addPipeline(transaction);
		expect(await names(transaction)).toEqual({ stage: 'New', pipeline: 'Sales' });
		await transaction.run(sql`update workspaces set name = 'Client B'`);
		await names(transaction);
		expect(counted.loads).toBe(2);

		await transaction.run(sql`
			update pipelines set name = 'Service'`);
		expect(await names(transaction)).toEqual({ stage: 'New', pipeline: 'Service' });
		await transaction.run(sql`delete from stages`);
		expect(await names(transaction)).toBeUndefined();
	});
});

test('what is being read while its table is written is not kept, nor what could not be read', async () => {
	await database.writeService(async (transaction) => {
		const { names } = newStageNames();
		const early = names(transaction);
		await addPipeline(transaction);
		await early;
		expect(await names(transaction)).toEqual({ stage: 'New', pipeline: 'Sales' });

		const broken = () => Promise.reject(new Error('not now'));
		await expect(transaction.memoize('other', broken)).rejects.toThrow('not now');
		expect(await transaction.memoize('other', async () => 'now')).toBe('now');
	});
});

test('a statement of another kind has everything read again', async () => {
	const { counted, names } = newStageNames();
	await database.writeService(async (transaction) => {
		await names(transaction);
		await transaction.run(sql`with one as (select 1) delete from stages`);
		await names(transaction);
		expect(counted.loads).toBe(2);
	});
});

test('a statement whose table is a part of it forgets that table and no other', async () => {
	const { counted, names } = newStageNames();
	const [workspaces, stages] = [sql`workspaces`, sql`stages`];
	await database.writeService(async (transaction) => {
		await addPipeline(transaction);
		await names(transaction);
		await transaction.run(sql`update ${workspaces} set name = 'Client B'`);
		await names(transaction);
		expect(counted.loads).toBe(1);
		await transaction.run(sql`delete from ${stages}`);
		expect(await names(transaction)).toBeUndefined();
	});
});
