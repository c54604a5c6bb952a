import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverUser } from './postgresServer';

/** A disk of a few megabytes that the server of a test may write to, and that a test can fill. */
export type SmallDisk = { folder: string; fill: () => void; free: () => void; remove: () => void };

/** Mounts one; undefined where this process may not. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
	const folder = mkdtempSync(join(tmpdir(), 'fluid-disk-'));
	const { uid, gid } = serverUser() ?? { uid: process.getuid?.(), gid: process.getgid?.() };
	const options = `size=${megabytes}m,uid=${uid},gid=${gid},mode=0700`;
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
	} catch {
		rmSync(folder, { recursive: true });
		return undefined;
	}
	const filler = join(folder, 'filler');
	return {
		folder,
		fill: () => {
			for (let size = 2 ** 20; size >= 4096; size /= 2) fillBy(filler, size);
		},
		free: () => rmSync(filler, { force: true }),
		remove: () => {
			execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' });
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Until nothing more of this size has room. */
function fillBy(filler: string, size: number): void {
	for (;;) {
		try {
			writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
		} catch {
			return;
		}
	}
}
