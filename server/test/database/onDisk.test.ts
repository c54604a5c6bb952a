import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EmbeddedDatabase, openEmbedded } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';

/** The disk: while it is held, nothing that is committed gets there. */
const disk = { held: undefined as Promise<void> | undefined, syncs: 0 };

const openLog = () => ({
	sync: async () => {
		disk.syncs += 1;
		await disk.held;
	},
	close: () => {},
});

const open = () => openEmbedded(folder, undefined, openLog);

let folder: string;
let database: EmbeddedDatabase;

beforeEach(async () => {
	disk.held = undefined;
	folder = mkdtempSync(join(tmpdir(), 'on-disk-'));
	database = open();
	await database.writeService((transaction) =>
		transaction.run(sql`create table texts (text text)`),
	);
});
afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

/** Has the disk keep everybody waiting until it is released, or until it fails. */
function hold() {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	promise.catch(() => {});
	disk.held = promise;
	const goOn = (end: () => void) => {
		disk.held = undefined;
		end();
	};
	return {
		release: () => goOn(resolve),
		fail: () => goOn(() => reject(new Error('EIO: i/o error, fdatasync'))),
	};
}

const add = (text: string) =>
	database.writeService((transaction) =>
		transaction.run(sql`insert into texts (text) values (${text})`),
	);
const texts = async () =>
	(await database.all<{ text: string }>(sql`select text from texts`)).map(({ text }) => text);

/** Resolves when the disk is waited for. */
async function isWaitedFor(): Promise<void> {
	const { syncs } = disk;
	await vi.waitFor(() => expect(disk.syncs).toBeGreaterThan(syncs));
}

function watched(work: Promise<unknown>) {
	const state = { isAnswered: false };
	const answer = () => void (state.isAnswered = true);
	work.then(answer, answer);
	return state;
}

const nextTurns = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('until a change is on the disk', () => {
	test('it is not answered, and called back by nobody', async () => {
		const { release } = hold();
		const callback = vi.fn();
		const waited = isWaitedFor();
		const change = database.writeService(async (transaction) => {
			transaction.afterCommit(callback);
			await transaction.run(sql`insert into texts (text) values ('new')`);
		});
		const state = watched(change);
		await waited;
		await nextTurns();
		expect(state.isAnswered).toBe(false);
		expect(callback).not.toHaveBeenCalled();

		release();
		await change;
		expect(callback).toHaveBeenCalledOnce();
	});

	test('no read shows it, and none has to wait', async () => {
		const { release } = hold();
		const waited = isWaitedFor();
		const change = add('new');
		await waited;
		expect(await texts()).toEqual([]);

		release();
		await change;
		expect(await texts()).toEqual(['new']);
	});

	test('nobody is refused because of it, and no dry run shows it', async () => {
		await add('old');
		const { release } = hold();
		const waited = isWaitedFor();
		const change = add('new');
		await waited;
		const refused = database.writeService(async (transaction) => {
			const { length } = await transaction.all(sql`select * from texts`);
			throw new Error(`There are ${length} texts already.`);
		});
		const rehearsed = database.dryRun('ws', (transaction) =>
			transaction.all(sql`select * from texts`),
		);
		const states = [watched(refused), watched(rehearsed)];
		await nextTurns();
		expect(states).toEqual([{ isAnswered: false }, { isAnswered: false }]);

		release();
		await change;
		await expect(refused).rejects.toThrow('There are 2 texts already.');
		expect(await rehearsed).toHaveLength(2);
	});
});

test('the next change runs while one waits for the disk, and is on the disk after it', async () => {
	const { release } = hold();
	const waited = isWaitedFor();
	const first = add('first');
	await waited;
	const seen = await new Promise((resolve) => {
		void database.writeService(async (transaction) => {
			resolve(await transaction.all(sql`select text from texts`));
			await transaction.run(sql`insert into texts (text) values ('second')`);
		});
	});
	expect(seen).toEqual([{ text: 'first' }]);
	await nextTurns();
	expect(await texts()).toEqual([]);

	release();
	await first;
	await vi.waitFor(async () => expect(await texts()).toEqual(['first', 'second']));
});

describe('a claim of deliveries', () => {
	const claim = () =>
		database.claimDeliveries((transaction) =>
			transaction.run(sql`insert into texts (text) values ('claimed')`),
		);

	test('is answered before the disk has it, but not before what it may have seen is there', async () => {
		await add('event');
		const first = hold();
		await claim();

		const waited = isWaitedFor();
		const second = watched(claim());
		await nextTurns();
		expect(second.isAnswered).toBe(false);
		first.release();
		await waited;
		await vi.waitFor(() => expect(second.isAnswered).toBe(true));
	});

	test("is not answered before another process's change is there that it may have seen", async () => {
		await add('event');
		const other = open();
		await other.writeService((transaction) =>
			transaction.run(sql`insert into texts (text) values ('of another')`),
		);
		const { release } = hold();
		const waited = isWaitedFor();
		const claimed = claim();
		const state = watched(claimed);
		await waited;
		await nextTurns();
		expect(state.isAnswered).toBe(false);
		release();
		await claimed;
		await other.close();
	});
});

test('a change that writes nothing waits for no disk', async () => {
	hold();
	const { syncs } = disk;
	await database.writeService((transaction) => transaction.all(sql`select * from texts`));
	expect(disk.syncs).toBe(syncs);
});

describe('when the disk fails while it is waited for', () => {
	async function failing() {
		await add('old');
		const { fail } = hold();
		const waited = isWaitedFor();
		const change = add('new');
		await waited;
		fail();
		return change;
	}

	test('the answer says that the change may be saved, and how to find out', async () => {
		await expect(failing()).rejects.toMatchObject({
			kind: 'uncertain',
			retryAfterSeconds: undefined,
			message: expect.stringMatching(
				/EIO: i\/o error, fdatasync\): it may be saved or not.*Idempotency-Key/,
			),
		});
	});

	test('nothing is changed any more, reads show what was there before, and the database is not ready', async () => {
		await expect(failing()).rejects.toThrow();

		await expect(add('later')).rejects.toMatchObject({ kind: 'unavailable' });
		await expect(add('later')).rejects.toThrow('Nothing of this change was');
		expect(await texts()).toEqual(['old']);
		await expect(database.ready()).rejects.toMatchObject({ kind: 'unavailable' });
	});

	test('what has seen the change is not saved, and no dry run is answered', async () => {
		const { fail } = hold();
		const waited = isWaitedFor();
		const change = add('new');
		await waited;
		const work = vi.fn(async () => {});
		const rehearsed = database.dryRun('ws', work);
		await vi.waitFor(() => expect(work).toHaveBeenCalled());
		const later = add('later');
		fail();

		await expect(change).rejects.toMatchObject({ kind: 'uncertain' });
		await expect(rehearsed).rejects.toMatchObject({ kind: 'unavailable' });
		await expect(later).rejects.toThrow('Nothing of this change was');
	});

	test('the process learns that it has to end, and the next start finds out what is saved', async () => {
		await expect(failing()).rejects.toThrow();
		expect((await database.failure)?.message).toContain('Fluid ends, and finds out');

		await database.close();
		database = open();
		expect(await texts()).toEqual(['old', 'new']);
		await add('later');
	});
});
