// Reads one deal after another over one connection; its messages are 'reading', and how long the longest read took in ms.
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 2;
const WARM_UP = 20;

const [, , url, key] = process.argv;
const agent = new Agent({ keepAlive: true });
let isStopped = false;
process.once('message', () => (isStopped = true));

for (let times = 0; times < WARM_UP; times += 1) await read();
process.send?.('reading');
let longest = 0;
while (!isStopped) {
	const startedAt = performance.now();
	await read();
	longest = Math.max(longest, performance.now() - startedAt);
	await sleep(PAUSE_MS);
}
process.send?.(longest);
agent.destroy();

function read(): Promise<void> {
	const headers = { authorization: `Bearer ${key}` };
	return new Promise((resolve, reject) => {
		get(`${url}/api-deals?limit=1`, { agent, headers }, (answer) => {
			answer.resume().once('end', resolve);
		}).once('error', reject);
	});
}
