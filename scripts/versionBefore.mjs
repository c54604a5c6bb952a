import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24 } from './node24.mjs';
import { inRepository } from './repository.mjs';

const CHANGES = 'server/src/database/postgres/migratePostgres.ts';
const BUILD = "await (await import('./scripts/built.mjs')).buildService()";

/**
 * Returns the commit before the newest change of PostgreSQL's tables, or the one that FLUID_PROOF_BEFORE names; undefined
 * where the history does not reach so far, as in a clone of the newest commit alone.
 */
export function commitBefore() {
	const named = process.env.FLUID_PROOF_BEFORE;
	const commit = named ?? beforeNewestChange();
	return commit && git('rev-parse', '--verify', '--quiet', `${commit}^{commit}`).trim();
}

/**
 * Builds the service of a commit in a folder of its own.
 *
 * @returns its program, and what removes it
 */
export function buildCommit(commit) {
	const folder = mkdtempSync(join(tmpdir(), 'fluid-before-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const archive = join(folder, 'archive.tar');
	execFileSync('git', ['-C', inRepository(), 'archive', '--output', archive, commit]);
	execFileSync('tar', ['-xf', archive, '-C', folder]);
	for (const place of ['.', 'server']) {
		const modules = inRepository(place, 'node_modules');
		if (!existsSync(modules)) continue;
		mkdirSync(join(folder, place), { recursive: true });
		symlinkSync(modules, join(folder, place, 'node_modules'));
	}
	execFileSync(node24(), ['--input-type=module', '-e', BUILD], { cwd: folder, stdio: 'pipe' });
	return { program: join(folder, 'server/dist/server/src/main.js'), remove };
}

function beforeNewestChange() {
	const commits = git('log', '--format=%H', '--', CHANGES).split('\n').filter(Boolean);
	const newest = namesAt('HEAD');
	// A commit that only wrote it otherwise is not the one that added the newest.
	const added = commits.findLast((commit) => namesAt(commit) === newest);
	return added && git('rev-parse', '--verify', '--quiet', `${added}^`).trim();
}

function namesAt(commit) {
	const text = git('show', `${commit}:${CHANGES}`);
	return [...text.matchAll(/name: '(\d{4}_\w+)'/g)].map(([, name]) => name).join();
}

function git(...args) {
	try {
		return execFileSync('git', ['-C', inRepository(), ...args], { stdio: 'pipe' }).toString();
	} catch {
		return '';
	}
}
