// Processes of the service that share a database: what workers deliver, and how soon an event arrives that another one took in.
// npm run bench -- processes [URL of a server in which databases can be made] [deals]
import { once } from 'node:events';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { canBoundCpu } from './support/cpuShare.mts';
import { drain, type Drained } from './support/drain.mts';
import { print, quantile, shown } from './support/figures.mts';
import { newDeal, post } from './support/load.mts';
import { type BenchDatabase, newBenchDatabase } from './support/postgres.mts';
import { newFolder, startServiceProcess, startWorker } from './support/processes.mts';

const SERVER = process.argv[2] ?? 'postgres://127.0.0.1:5432/postgres';
const DEALS = Number(process.argv[3] ?? 1_500);
const WEBHOOKS = 8;
const SHARE = 0.4;
const SPACED_EVENTS = 300;
const SPACED_MS = 20;

let arrived = 0;
let waits: number[] = [];
const receiver = createServer((request, response) => {
	const arrivedAt = Date.now();
	let body = '';
	request.on('data', (data: Buffer) => (body += data.toString()));
	request.on('end', () => {
		arrived += 1;
		waits.push(arrivedAt - Date.parse((JSON.parse(body) as { timestamp: string }).timestamp));
		response.end();
	});
}).listen(0, '127.0.0.1');
await once(receiver, 'listening');
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

const waiting = { deals: DEALS, webhooks: WEBHOOKS };
const embedded = await drain(waiting);
const one = await onPostgres(async (settings, database) => {
	const drained = await drain({ ...waiting, settings, cpuOfServer: database.cpu });
	await database.analyze();
	await showSizes(database);
	return drained;
});
const two = await onPostgres((settings, { cpu }) =>
	drain({ ...waiting, settings, workers: 2, cpuOfServer: cpu }),
);
console.log(
	`${shown(DEALS * WEBHOOKS)} deliveries to ${WEBHOOKS} webhooks: embedded ${shown(embedded.rate)}/s, PostgreSQL with one worker ${shown(one.rate)}/s, with two ${shown(two.rate)}/s`,
);
print('one worker against the embedded database', one.rate / embedded.rate, '', ['>=', 0.6]);
print('two workers against one', two.rate / one.rate, '', ['>=', 1.3]);
for (const [name, { ofService, ofServer }] of Object.entries({ embedded, one, two }))
	console.log(
		`  CPU for one, ${name}: ${shown(ofService)} us of the service, ${shown(ofServer)} us of PostgreSQL`,
	);
console.log(
	`  of ${cpus().length} cores were busy: ${[embedded, one, two].map(({ busyCores }) => busyCores.toFixed(2)).join(', ')}`,
);
await showShared();
await onPostgres(apart);
receiver.close();

/** Where workers and all that they wait for share two cores, one worker leaves little of them: so each has a part of one here. */
async function showShared(): Promise<void> {
	if (!canBoundCpu()) {
		console.log(
			'Workers with a share of a core each: skipped, as this machine lets nobody bound it.',
		);
		return;
	}
	const [alone, both] = [await sharing(1), await sharing(2)];
	console.log(
		`Workers with ${SHARE} of a core each: one ${shown(alone.rate)}/s, two ${shown(both.rate)}/s; of ${cpus().length} cores were busy: ${alone.busyCores.toFixed(2)}, ${both.busyCores.toFixed(2)}`,
	);
	print('two such workers against one', both.rate / alone.rate, '', ['>=', 1.3]);
}

function sharing(workers: number): Promise<Drained> {
	return onPostgres((settings, { cpu }) =>
		drain({ ...waiting, settings, workers, share: SHARE, cpuOfServer: cpu }),
	);
}

async function showSizes(database: BenchDatabase): Promise<void> {
	console.log(
		`What ${shown(DEALS)} deals with contact and company leave, with ${WEBHOOKS} webhooks`,
	);
	for (const { name, rows, bytes } of await database.tables())
		console.log(
			`  ${name}: ${shown(rows / DEALS)} rows and ${shown(bytes / DEALS)} bytes for each deal`,
		);
}

async function onPostgres<T>(
	run: (settings: Record<string, string>, database: BenchDatabase) => Promise<T>,
): Promise<T> {
	const database = await newBenchDatabase(SERVER);
	try {
		return await run(database.settings, database);
	} finally {
		await database.remove();
	}
}

async function apart(settings: Record<string, string>): Promise<void> {
	const api = await startServiceProcess(newFolder(), { ...settings, FLUID_ROLE: 'api' });
	await post(api, '/api-webhooks', { url, events: ['deal.created'] });
	const worker = await startWorker(api, settings);
	[arrived, waits] = [0, []];
	for (let event = 0; event < SPACED_EVENTS; event += 1) {
		await post(api, '/api-ingest', newDeal());
		await sleep(SPACED_MS);
	}
	while (arrived < SPACED_EVENTS) await sleep(5);
	await worker.stop();
	await api.stop();
	console.log(`Commit to POST by another process, ${SPACED_EVENTS} events ${SPACED_MS} ms apart`);
	print('p50', quantile(waits, 0.5), ' ms', ['<', 30]);
	console.log(`  p99 ${shown(quantile(waits, 0.99))} ms`);
}
