import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { node24 } from '../../../scripts/node24.mjs';
import { inRepository } from '../../../scripts/repository.mjs';
import { childEnv } from '../../../test/support/childEnv';

let folder: string;

beforeAll(async () => {
	await buildServiceIfStale();
	folder = mkdtempSync(join(tmpdir(), 'fluid-checkpoints-'));
	return () => rmSync(folder, { recursive: true });
}, 120_000);

/** Runs in a process that has nothing else to do, as a command at its end. */
function said(program: string): string {
	const modules = inRepository('server/dist/server/src/database/checkpoints.js');
	const script = `
		const { Checkpoints } = require(${JSON.stringify(modules)});
		const file = ${JSON.stringify(join(folder, 'fluid.sqlite'))};
		const database = new (require('node:sqlite').DatabaseSync)(file);
		database.exec('pragma journal_mode = wal; create table if not exists deals (id)');
		const checkpoints = new Checkpoints(file);
		(async () => { ${program} })();`;
	return execFileSync(node24(), ['-e', script], {
		env: childEnv,
		encoding: 'utf8',
		timeout: 20_000,
	});
}

test.each([
	[
		"waits for a checkpoint, and for the thread's end",
		"await checkpoints.make('restart'); await checkpoints.stop(); console.log('done');",
		'done\n',
	],
	[
		'ends where a thread that is idle is left',
		"await checkpoints.make('passive'); console.log('made');",
		'made\n',
	],
])('a process %s', (_what, program, output) => {
	expect(said(program)).toBe(output);
});
