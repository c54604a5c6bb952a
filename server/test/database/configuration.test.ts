import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reader, Transaction } from '../../src/database/database';
import { type EmbeddedDatabase, openEmbedded } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';

const CLIENT = 'ws_client';

let folder: string;
let database: EmbeddedDatabase;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-configuration-'));
	database = openEmbedded(folder);
	await database.writeService(async (transaction) => {
		for (const id of [CLIENT, 'ws_other']) {
			await transaction.run(
				sql`insert into workspaces (id, name, currency, created_at) values (${id}, ${id}, 'EUR', '')`,
			);
			await transaction.run(
				sql`insert into pipelines (id, workspace_id, name, position) values (${`pip_${id}`}, ${id}, 'Sales', 1)`,
			);
		}
	});
});
afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

let loads = 0;

const names = (transaction: Transaction, workspaceId = CLIENT) =>
	transaction.configuration(workspaceId, 'names', (reader: Reader) => {
		loads += 1;
		return reader.all<{ name: string }>(
			sql`select name from pipelines where workspace_id = ${workspaceId}`,
		);
	});

const rename = (transaction: Transaction, name: string, workspaceId = CLIENT) =>
	transaction.run(sql`update pipelines set name = ${name} where workspace_id = ${workspaceId}`);

/** Returns the names, and whether they were read for it. */
async function seen(workspaceId = CLIENT, by = database) {
	loads = 0;
	const [pipeline] = await by.write(workspaceId, (transaction) => names(transaction, workspaceId));
	return { name: pipeline?.name, isRead: loads === 1 };
}

test('configuration is read once for many changes', async () => {
	expect(await seen()).toEqual({ name: 'Sales', isRead: true });
	expect(await seen()).toEqual({ name: 'Sales', isRead: false });
});

test('it is read again in the change that changes it, and after it', async () => {
	await seen();
	await database.write(CLIENT, async (transaction) => {
		await names(transaction);
		await rename(transaction, 'Service');
		expect(await names(transaction)).toEqual([{ name: 'Service' }]);
	});
	expect(await seen()).toEqual({ name: 'Service', isRead: true });
	expect(await seen()).toEqual({ name: 'Service', isRead: false });
});

test('a change of another workspace has nobody read it again, one of no workspace everybody', async () => {
	await seen();
	await database.write('ws_other', (transaction) => rename(transaction, 'Theirs', 'ws_other'));
	expect(await seen()).toEqual({ name: 'Sales', isRead: false });
	await database.writeService((transaction) => rename(transaction, 'Service'));
	expect(await seen()).toEqual({ name: 'Service', isRead: true });
});

test('what another process changes is read', async () => {
	await seen();
	const other = openEmbedded(folder);
	await other.write(CLIENT, (transaction) => rename(transaction, 'Service'));
	expect(await seen()).toEqual({ name: 'Service', isRead: true });
	await other.write(CLIENT, (transaction) => rename(transaction, 'Sales'));
	expect(await seen()).toEqual({ name: 'Sales', isRead: true });
	await other.close();
});

test('what was read of a change that is undone is forgotten', async () => {
	const undone = database.write(CLIENT, async (transaction) => {
		await rename(transaction, 'Service');
		await names(transaction);
		throw new Error('not now');
	});
	await expect(undone).rejects.toThrow('not now');
	// Of the same version as the one that was undone.
	await database.write(CLIENT, (transaction) => rename(transaction, 'Sales'));
	expect(await seen()).toEqual({ name: 'Sales', isRead: true });
});

test('what was read of a rehearsal, or of a part of a change that is undone, is forgotten', async () => {
	await database.dryRun(CLIENT, async (transaction) => {
		await transaction.attempt(async () => {
			await rename(transaction, 'Service');
			await names(transaction);
			throw new Error('not now');
		});
		expect(await names(transaction)).toEqual([{ name: 'Sales' }]);
		await rename(transaction, 'Rehearsed');
		expect(await names(transaction)).toEqual([{ name: 'Rehearsed' }]);
	});
	await database.write(CLIENT, (transaction) => rename(transaction, 'Sales'));
	expect(await seen()).toEqual({ name: 'Sales', isRead: true });
});

test('what is being read while it is changed is not kept, also where the change is undone', async () => {
	const undone = database.write(CLIENT, async (transaction) => {
		const renamed = Promise.withResolvers<void>();
		const early = transaction.configuration(CLIENT, 'names', async (reader) => {
			await renamed.promise;
			return reader.all(sql`select name from pipelines where workspace_id = ${CLIENT}`);
		});
		renamed.resolve(await rename(transaction, 'Service'));
		expect(await early).toEqual([{ name: 'Service' }]);
		throw new Error('not now');
	});
	await expect(undone).rejects.toThrow('not now');
	expect(await seen()).toEqual({ name: 'Sales', isRead: true });
});

test('nobody can change what others read, nor keep what is no configuration', async () => {
	await database.write(CLIENT, async (transaction) => {
		const [pipeline] = await names(transaction);
		expect(() => Object.assign(pipeline as object, { name: 'Mine' })).toThrow(/read only/);

		const deals = transaction.configuration(CLIENT, 'deals', (reader) =>
			reader.all(sql`select id from deals`),
		);
		await expect(deals).rejects.toThrow('deals holds no configuration of workspaces.');
	});
});

test('what could not be read is read the next time', async () => {
	await database.write(CLIENT, async (transaction) => {
		const weather = (load: () => Promise<string>) =>
			transaction.configuration(CLIENT, 'weather', load);
		await expect(weather(() => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
		expect(await weather(async () => 'fine')).toBe('fine');
	});
});
