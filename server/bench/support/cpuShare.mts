import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In so short a time a process that has had its share waits for the next one: hardly longer than for a core that is busy. */
const PERIOD_US = 10_000;

/** Where Linux keeps groups of processes: in a hierarchy of its own for their CPU time, or in one for everything. */
const PLACES = [
	{ folder: '/sys/fs/cgroup/cpu', file: 'cpu.cfs_quota_us' },
	{ folder: '/sys/fs/cgroup', file: 'cpu.max' },
];

/** Returns whether this machine lets us say how much CPU time a process may use. */
export function canBoundCpu(): boolean {
	const group = newGroup('probe');
	if (group) rmdirSync(group.folder);
	return group !== undefined;
}

/**
 * Has a process use no more than a share of one core (https://docs.kernel.org/scheduler/sched-bwc.html); returns what
 * removes its group once it has ended.
 *
 * @throws Error where `canBoundCpu` is false
 */
export function boundCpu(pid: number, share: number): () => void {
	const group = newGroup(String(pid));
	if (!group) throw new Error('This machine lets nobody bound the CPU time of a process.');
	const { folder, file } = group;
	const quota = Math.round(share * PERIOD_US);
	if (file === 'cpu.max') writeFileSync(join(folder, file), `${quota} ${PERIOD_US}`);
	else {
		writeFileSync(join(folder, 'cpu.cfs_period_us'), String(PERIOD_US));
		writeFileSync(join(folder, file), String(quota));
	}
	writeFileSync(join(folder, 'cgroup.procs'), String(pid));
	return () => rmdirSync(folder);
}

function newGroup(name: string): { folder: string; file: string } | undefined {
	for (const { folder: parent, file } of PLACES) {
		const folder = join(parent, `fluid-bench-${name}`);
		try {
			mkdirSync(folder);
		} catch {
			// Not Linux, not root, or a file system that is read only.
			continue;
		}
		if (existsSync(join(folder, file))) return { folder, file };
		rmdirSync(folder);
	}
	return undefined;
}
