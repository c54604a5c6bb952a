import { expect, test } from 'vitest';
import { GroupCommit } from '../../src/database/groupCommit';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Counts commits instead of making them. */
function counting() {
	const counted = { commits: 0 };
	const group = new GroupCommit({
		begin: () => undefined,
		prepareCommit: async () => {},
		commit: () => (counted.commits += 1),
		rollback: () => undefined,
		changes: () => 0,
		jobStarts: () => () => undefined,
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

test('once it is closed, what waits is saved and nothing more is taken', async () => {
	const { group, counted, add } = counting();
	const waiting = add();
	const closed = group.close();
	await expect(add()).rejects.toThrow('The service is stopping. Nothing was saved');
	await Promise.all([waiting, closed]);
	expect(counted.commits).toBe(1);
});
