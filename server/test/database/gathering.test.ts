import { expect, test } from 'vitest';
import { GroupCommit, type QueuePosition } from '../../src/database/groupCommit';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Counts commits instead of making them. */
function counting() {
	const counted = { commits: 0 };
	const group = new GroupCommit({
		begin: async () => {},
		commit: async () => {
			counted.commits += 1;
		},
		onDisk: async () => {},
		sawOnlyDisk: () => true,
		rollback: () => undefined,
		changes: () => 0,
		jobStarts: () => ({ written: () => {}, ended: () => {} }),
	});
	return { counted, group, add: () => group.add(async () => undefined, 'last') };
}

test('changes share a commit while every turn of the event loop brings one more', async () => {
	const { counted, add } = counting();
	const changes: Array<Promise<void>> = [];
	for (let count = 0; count < 5; count += 1) {
		const turn = nextTurn();
		changes.push(add());
		await turn;
	}
	await Promise.all(changes);
	expect(counted.commits).toBe(1);
});

test('a change that comes alone waits for nobody', async () => {
	const { counted, add } = counting();
	await add();
	await nextTurn();
	await add();
	expect(counted.commits).toBe(2);
});

test('changes that never stop coming wait for one another fourteen milliseconds at most', async () => {
	const { add } = counting();
	const first = add();
	let isKept = false;
	void first.then(() => (isKept = true));
	const startedAt = performance.now();
	const later: Array<Promise<void>> = [];
	while (!isKept && performance.now() - startedAt < 1_000) {
		const turn = nextTurn();
		later.push(add());
		await turn;
	}
	expect(isKept).toBe(true);
	expect(performance.now() - startedAt).toBeLessThan(500);
	await Promise.all(later);
});

test('a change waits for one group of those that go first, however many of them keep coming', async () => {
	const { group } = counting();
	let isSaved = false;
	let goneFirst = 0;
	const goFirst = async () => {
		goneFirst += 1;
		if (!isSaved && goneFirst < 200_000) void group.add(goFirst, 'first');
	};
	void group.add(goFirst, 'first');
	await group.add(async () => undefined, 'last');
	isSaved = true;
	expect(goneFirst).toBeLessThan(200_000);
	await group.close();
});

test('a change that is committed is not refused because the next of an undone group cannot begin', async () => {
	let begun = 0;
	let changes = 0;
	const disk = Promise.withResolvers<void>();
	const group = new GroupCommit({
		begin: async () => {
			begun += 1;
			if (begun === 3) throw new Error('Another program is writing.');
		},
		commit: async () => {},
		onDisk: () => disk.promise,
		sawOnlyDisk: () => true,
		rollback: () => undefined,
		changes: () => changes,
		jobStarts: () => ({ written: () => {}, ended: () => {} }),
	});
	const first = group.add(async () => 'saved', 'last');
	const second = group.add(async () => {
		changes += 1;
		throw new Error('No value may be negative.');
	}, 'last');
	await expect(second).rejects.toThrow('Another program is writing.');
	disk.resolve();
	expect(await first).toBe('saved');
});

/** Claims and changes on a disk that keeps them waiting, with what ran and what was answered, in order. */
function onSlowDisk(written = () => {}) {
	const disk = Promise.withResolvers<void>();
	const noted = { commits: 0, ran: [] as string[], settled: [] as string[] };
	const group = new GroupCommit({
		begin: async () => {},
		commit: async () => void (noted.commits += 1),
		onDisk: () => disk.promise,
		sawOnlyDisk: () => true,
		rollback: () => undefined,
		changes: () => 0,
		jobStarts: () => ({ written, ended: () => {} }),
	});
	const add = (what: string, position: QueuePosition) =>
		group
			.add(async () => void noted.ran.push(what), position)
			.then(() => void noted.settled.push(what));
	return { disk, noted, add, close: () => group.close() };
}

test('a claim is used before the disk has it, unless it has seen a change that the disk may lose', async () => {
	const { disk, noted, add, close } = onSlowDisk();

	await add('claim', 'claim');
	const behind = [add('outcome', 'first'), add('claim behind it', 'claim')];
	await expect.poll(() => noted.commits).toBe(2);
	expect(noted.settled).toEqual(['claim']);
	disk.resolve();
	await Promise.all(behind);
	await close();
});

test('a claim ends the transaction of the changes that have it made, and sets out before they are answered', async () => {
	let claim: Promise<void> | undefined;
	const setOut = async () => {
		for (let step = 0; step < 20; step += 1) await Promise.resolve();
		noted.settled.push('on its way');
	};
	const { disk, noted, add } = onSlowDisk(() => {
		claim ??= add('claim', 'claim').then(setOut);
	});
	const deals = [add('first deal', 'last'), add('second deal', 'last')];
	await expect.poll(() => noted.commits).toBe(1);
	disk.resolve();
	await Promise.all([...deals, claim]);
	expect(noted).toEqual({
		commits: 1,
		ran: ['first deal', 'second deal', 'claim'],
		settled: ['claim', 'on its way', 'first deal', 'second deal'],
	});
});

test('changes that never stop coming keep no claim waiting', async () => {
	const { disk, noted, add, close } = onSlowDisk();
	disk.resolve();
	let isClaimed = false;
	const goOn = () => {
		if (!isClaimed && noted.ran.length < 200_000) void add('deal', 'last').then(goOn);
	};
	for (let count = 0; count < 50; count += 1) goOn();
	await add('claim', 'claim');
	isClaimed = true;
	expect(noted.ran.length).toBeLessThan(200_000);
	await close();
});

test('once it is closed, what waits is saved and nothing more is taken', async () => {
	const { group, counted, add } = counting();
	const waiting = add();
	const closed = group.close();
	await expect(add()).rejects.toThrow('The service is stopping. Nothing was saved');
	await Promise.all([waiting, closed]);
	expect(counted.commits).toBe(1);
});
