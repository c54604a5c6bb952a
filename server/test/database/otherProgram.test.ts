import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { node24 } from '../../../scripts/node24.mjs';
import { fluidForFile } from '../../../test/support/fluid';
import { DATABASE_FILE } from '../../src/database/embedded';

const HELD_MS = 6_000;
const fluid = fluidForFile();

/** Has another process take a lock on the database and keep it for six seconds; resolves once it has it. */
async function otherProgram(lock: string): Promise<{ ended: Promise<unknown> }> {
	const script = `
		const { DatabaseSync } = require('node:sqlite');
		const other = new DatabaseSync(process.argv[1], { timeout: 5000 });
		other.exec(${JSON.stringify(lock)});
		console.log('locked');
		setTimeout(() => { other.exec('rollback'); other.close(); }, ${HELD_MS});`;
	const child = spawn(node24(), ['-e', script, join(fluid.dataDir, DATABASE_FILE)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await once(child.stdout, 'data');
	return { ended: once(child, 'exit') };
}

async function slowest(
	path: string,
	until: Promise<unknown>,
): Promise<{ count: number; ms: number }> {
	let isOver = false;
	void until.then(() => (isOver = true));
	const seen = { count: 0, ms: 0 };
	while (!isOver) {
		const startedAt = performance.now();
		expect((await fluid.get(path)).status).toBe(200);
		seen.ms = Math.max(seen.ms, performance.now() - startedAt);
		seen.count += 1;
		await sleep(20);
	}
	return seen;
}

test('while another program holds the database for six seconds, everything is read as ever and changes are saved afterwards', async () => {
	await fluid.deal({ name: 'Before' });
	const startedAt = performance.now();
	const { ended } = await otherProgram('begin immediate');
	const changes = Promise.all([1, 2, 3].map((value) => fluid.ingest({ name: 'Meanwhile', value })));
	const reads = await Promise.all(
		['/healthz', '/readyz', '/api-deals'].map((path) => slowest(path, ended)),
	);
	for (const { count, ms } of reads) {
		expect(count).toBeGreaterThan(20);
		expect(ms).toBeLessThan(1_000);
	}
	expect(performance.now() - startedAt).toBeGreaterThan(HELD_MS);

	expect((await changes).map(({ status }) => status)).toEqual([201, 201, 201]);
	expect((await fluid.get('/api-deals?q=Meanwhile')).body.data).toHaveLength(3);
});
