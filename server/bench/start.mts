// How soon the built service answers, on an empty and on a used database, and what it holds in memory when idle.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median, print } from './support/figures.mts';
import { newFolder, ready, startServiceProcess } from './support/processes.mts';

const STARTS = 7;
const PORT = 3918;
const IDLE_SECONDS = 10;
const repository = fileURLToPath(new URL('../..', import.meta.url));
const main = fileURLToPath(new URL('../dist/programs/service.cjs', import.meta.url));

console.log(`Start to the first answer of /readyz, ${STARTS} starts each`);
print('on an empty database', await startTime([main], () => newFolder()), ' s', ['<', 0.7]);
const used = newFolder();
print('on a used database', await startTime([main], () => used), ' s', ['<', 0.7]);
const npmStart = [`${repository}/scripts/start.mjs`];
print('as npm start does, checks included', await startTime(npmStart, () => used), ' s', ['<', 1]);

const service = await startServiceProcess();
await sleep(IDLE_SECONDS * 1000);
const metrics = await (await fetch(`${service.url}/metrics`)).text();
const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
await service.stop();
console.log(`Memory after ${IDLE_SECONDS} s without a request`);
print('resident', bytes / 1024 / 1024, ' MB', ['<', 100]);

async function startTime(args: string[], folder: () => string): Promise<number> {
	const times: number[] = [];
	for (let start = 0; start < STARTS; start += 1) {
		const env = { ...process.env, PORT: String(PORT), DATA_DIR: folder() };
		const startedAt = performance.now();
		const child = spawn(process.execPath, args, { env, stdio: 'ignore', cwd: repository });
		await ready(child, `http://127.0.0.1:${PORT}`);
		times.push((performance.now() - startedAt) / 1000);
		child.kill('SIGTERM');
		await once(child, 'exit');
	}
	return median(times);
}
