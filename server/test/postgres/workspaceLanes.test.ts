import { expect, test, vi } from 'vitest';
import type { Groups, Job, GroupWay } from '../../src/database/postgres/groups';
import { WorkspaceLanes } from '../../src/database/postgres/workspaceLanes';

/** A group under way: whose jobs it has, how it is run, and what ends it. */
type Group = { of: string[]; way: GroupWay; end: (left?: Job[]) => void; jobs: Job[] };

/** Lanes whose groups end when the test says so. */
function lanes() {
	const started: Group[] = [];
	const run = (jobs: Job[], way: GroupWay) =>
		new Promise<Job[]>((resolve) => {
			const end = (left: Job[] = []) => {
				for (const job of jobs) if (!left.includes(job)) job.resolve(undefined);
				resolve(left);
			};
			started.push({ of: jobs.map(({ workspaceId }) => workspaceId), way, end, jobs });
		});
	const all = new WorkspaceLanes({ run } as unknown as Groups, 'fluid');
	const add = (...workspaces: string[]): { saved: Promise<unknown> } => ({
		saved: Promise.all(
			workspaces.map((workspaceId) => all.add(workspaceId, async () => undefined)),
		),
	});
	return { all, add, started };
}

const aMoment = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('changes of several workspaces that arrive together share a transaction', async () => {
	const { add, started } = lanes();
	add('a', 'b', 'a');
	await aMoment();
	expect(started.map(({ of }) => of)).toEqual([['a', 'a', 'b']]);
});

test('of one workspace there is one at a time', async () => {
	const { add, started } = lanes();
	add('a');
	await aMoment();
	add('a');
	await aMoment();
	expect(started).toHaveLength(1);
	started[0]?.end();
	await aMoment();
	expect(started.map(({ of }) => of)).toEqual([['a'], ['a']]);
});

test('a further group begins when it is as large as what is under way', async () => {
	const { add, started } = lanes();
	add('a', 'b');
	await aMoment();
	add('c');
	await aMoment();
	expect(started).toHaveLength(1);
	add('d');
	await aMoment();
	expect(started.map(({ of }) => of)).toEqual([
		['a', 'b'],
		['c', 'd'],
	]);
});

test('what takes long holds up nobody else', async () => {
	const { add, started } = lanes();
	add('a', 'b');
	await aMoment();
	add('c');
	await vi.waitFor(() => expect(started.map(({ of }) => of)).toEqual([['a', 'b'], ['c']]));
});

test('those of a workspace that another process has wait for it by themselves', async () => {
	const { add, started } = lanes();
	add('a', 'b');
	await aMoment();
	expect(started[0]?.way.isPassing).toBe(true);
	started[0]?.end(started[0].jobs.filter(({ workspaceId }) => workspaceId === 'a'));
	add('b');
	await aMoment();
	expect(started.slice(1).map(({ of, way }) => [of, way.isPassing])).toEqual([
		[['a'], false],
		[['b'], true],
	]);
});

test('those of a workspace whose change was slow go on by themselves', async () => {
	const { add, started } = lanes();
	add('a');
	await aMoment();
	Object.assign(started[0]?.jobs[0] as Job, { ms: 300 });
	started[0]?.end();
	await aMoment();
	add('a', 'b');
	await aMoment();
	expect(started.slice(1).map(({ of }) => of)).toEqual([['a'], ['b']]);
});

test('a rehearsal is a group of its own', async () => {
	const { all, add, started } = lanes();
	add('a');
	void all.add('b', async () => undefined, { isRehearsal: true });
	await aMoment();
	started[0]?.end();
	await aMoment();
	expect(started.map(({ of }) => of)).toEqual([['a'], ['b']]);
});

test('no two groups under way are known by the same name', async () => {
	const { add, started } = lanes();
	add('a');
	await aMoment();
	add('b');
	await aMoment();
	expect(new Set(started.map(({ way }) => way.name)).size).toBe(2);
});

test('closing lets end what waits', async () => {
	const { all, add, started } = lanes();
	add('a');
	await aMoment();
	const last = add('a');
	const closed = all.close();
	started[0]?.end();
	await vi.waitFor(() => expect(started).toHaveLength(2));
	started[1]?.end();
	await Promise.all([closed, last.saved]);
	await expect(all.add('a', async () => undefined)).rejects.toThrow('The service is stopping.');
});
