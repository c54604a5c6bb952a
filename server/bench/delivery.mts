// From a change to its arrival at the receiver: the event's timestamp, taken before the commit, to the arriving POST;
// and how many a second are delivered of what waits. The service has worked for some seconds before: Node.js compiles
// what is used often, and the first hundreds of events take twice as long.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { drain } from './support/drain.mts';
import { fill } from './support/fill.mts';
import { print, quantile, shown } from './support/figures.mts';
import { ingestFlatOut, newDeal, post, send } from './support/load.mts';
import { type Server, startServiceProcess, startYardstick } from './support/processes.mts';

const WARM_UP_SECONDS = 4;
const SETTLE_MS = 1_000;
const SPACED_EVENTS = 300;
const SPACED_MS = 20;
const FLAT_OUT_SECONDS = 10;
const LOGGED = 300_000;
const WEBHOOKS = 8;
const WAITING_DEALS = 2_500;

let waits: number[] = [];
const receiver = createServer((request, response) => {
	const arrivedAt = Date.now();
	let body = '';
	request.on('data', (data: Buffer) => (body += data.toString()));
	request.on('end', () => {
		waits.push(arrivedAt - Date.parse((JSON.parse(body) as { timestamp: string }).timestamp));
		response.end();
	});
}).listen(0, '127.0.0.1');

const service = await startServiceProcess();
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
await post(service, '/api-webhooks', { url, events: ['deal.created'] });
await warmUp(service);
await spaced(service);
await flatOut(service);
await service.stop();
receiver.close();
await withLongLog();

async function warmUp(server: Server): Promise<void> {
	const { rate } = await ingestFlatOut(server, WARM_UP_SECONDS);
	await arrivals(Math.floor(rate * WARM_UP_SECONDS));
	// Those that were on their way at its end are not counted in the rate.
	await sleep(SETTLE_MS);
}

async function spaced(server: Server): Promise<void> {
	waits = [];
	for (let event = 0; event < SPACED_EVENTS; event += 1) {
		await post(server, '/api-ingest', newDeal());
		await sleep(SPACED_MS);
	}
	await arrivals(SPACED_EVENTS);
	console.log(`Commit to POST, ${SPACED_EVENTS} events ${SPACED_MS} ms apart`);
	print('p50', quantile(waits, 0.5), ' ms', ['<=', 2]);
	print('p99', quantile(waits, 0.99), ' ms', ['<', 50]);
}

async function flatOut(server: Server): Promise<void> {
	const bare = await yardstickRate();
	waits = [];
	const { rate, p99 } = await ingestFlatOut(server, FLAT_OUT_SECONDS);
	await arrivals(Math.floor(rate * FLAT_OUT_SECONDS));
	console.log(`Commit to POST while ingest runs flat out, 50 connections, ${FLAT_OUT_SECONDS} s`);
	console.log(
		`  ${shown(rate)} deals a second taken in and delivered, ${shown(rate / bare)} of the yardstick's ${shown(bare)}, ingest p99 ${shown(p99)} ms`,
	);
	console.log(`  p50 ${shown(quantile(waits, 0.5))} ms`);
	print('p99', quantile(waits, 0.99), ' ms', ['<', 100]);
}

/** What the yardstick, which delivers nothing, takes in a second. */
async function yardstickRate(): Promise<number> {
	const yardstick = await startYardstick();
	await ingestFlatOut(yardstick, WARM_UP_SECONDS);
	const { rate } = await ingestFlatOut(yardstick, FLAT_OUT_SECONDS);
	await yardstick.stop();
	return rate;
}

/** What waits when a worker starts, beside the log of what was delivered before. */
async function withLongLog(): Promise<void> {
	const { rate } = await drain({
		deals: WAITING_DEALS,
		webhooks: WEBHOOKS,
		before: async (server) => {
			const { webhook } = fill(server.folder, LOGGED / 2);
			await send(server, 'PATCH', `/api-webhooks/${webhook}`, { status: 'paused' });
		},
	});
	console.log(
		`${shown(WAITING_DEALS * WEBHOOKS)} deliveries to ${WEBHOOKS} webhooks, ${shown(LOGGED)} in the log`,
	);
	print('rate', rate, '/s', ['>=', 5_000]);
}

async function arrivals(count: number): Promise<void> {
	while (waits.length < count) await sleep(20);
}
