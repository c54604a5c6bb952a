// What everybody else waits while a thousand deals are taken in with one request: the longest read, from a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { print } from './support/figures.mts';
import { post } from './support/load.mts';
import { startServiceProcess } from './support/processes.mts';

const REQUESTS = 5;
const DEALS = 1000;
const READER = new URL('./support/reader.mts', import.meta.url);

let made = 0;

const bodies: Record<string, () => object> = {
	'few fields': () => ({ name: `Deal ${made}`, value: made, contact: { email: email() } }),
	'every field full': () => ({
		name: `Deal ${made} `.padEnd(200, 'x'),
		external_id: `crm-${made}`,
		contact: {
			...{ email: email(), name: 'Ada '.padEnd(200, 'n'), title: 't'.repeat(200) },
			linkedin_url: `https://linkedin.example/${'p'.repeat(470)}`,
		},
		company: { name: `Acme ${made} `.padEnd(200, 'c'), domain: `acme-${made}.example` },
		reminder: { in_days: 3, note: 'r'.repeat(1000) },
		labels: Array.from({ length: 10 }, (_, label) => `${label}`.padEnd(100, 'l')),
	}),
	'long notes': () => ({ name: `Deal ${made}`, note: 'n'.repeat(4_800) }),
};

const email = () => `lead-${made}@example.com`;

const service = await startServiceProcess();
console.log(`Reads while ${DEALS} new deals are taken in, ${REQUESTS} times each`);
for (const [what, newDeal] of Object.entries(bodies)) {
	let longest = 0;
	for (let request = 0; request < REQUESTS; request += 1) {
		const deals = Array.from({ length: DEALS }, () => {
			made += 1;
			return newDeal();
		});
		const reader = fork(READER, [service.url, service.key]);
		await once(reader, 'message');
		await post(service, '/api-ingest', { deals });
		// The checkpoint comes a moment after the answer.
		await sleep(500);
		reader.send('stop');
		const [waited] = (await once(reader, 'message')) as [number];
		longest = Math.max(longest, waited);
	}
	print(`longest read, deals with ${what}`, longest, ' ms', ['<', 100]);
}
await service.stop();
