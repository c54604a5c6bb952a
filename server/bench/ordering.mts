// Order for each deal: what it costs on a receiver that takes everything, and that it holds on one that fails one in five.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, print, quantile, shown } from './support/figures.mts';
import { post } from './support/load.mts';
import { type Server, startServiceProcess } from './support/processes.mts';

/** `npm run bench -- ordering 1000` takes fewer deals. */
const DEALS = Number(process.argv[2] ?? 10_000);
const CHANGES = 10;
const IN_ONE_REQUEST = 500;
const ROUNDS = 3;
const FAILING_SHARE = 0.2;
const OTHER_EVERY_MS = 50;

type Sent = {
	type: string;
	timestamp: string;
	sequence: number;
	data: { deal: { id: string; name: string } };
};
type Taken = { at: number; event: Sent };

/** Starts a receiver that keeps what it has taken, and fails a share of what comes. */
async function newReceiver(failingShare: number) {
	const taken: Taken[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (data: Buffer) => (body += data.toString()));
		request.on('end', () => {
			const isTaken = Math.random() >= failingShare;
			if (isTaken) taken.push({ at: Date.now(), event: JSON.parse(body) as Sent });
			response.writeHead(isTaken ? 200 : 500).end();
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	return { taken, url, stop: () => server.close() };
}

process.env.FLUID_RETRY_SCHEDULE = Array.from({ length: 100 }, () => '10ms').join(',');
const service = await startServiceProcess();
await healthy(service);
await failing(service);
await service.stop();

async function healthy(server: Server): Promise<void> {
	const deals = Math.ceil(DEALS / 10);
	const rates: Record<string, number[]> = { none: [], per_object: [] };
	for (let round = 0; round < ROUNDS; round += 1)
		for (const ordering of round % 2 ? ['per_object', 'none'] : ['none', 'per_object']) {
			const receiver = await newReceiver(0);
			const since = new Date().toISOString();
			const prefix = `${ordering} ${round}`;
			await change(server, prefix, deals);
			const webhook = await subscribe(server, receiver.url, ordering);
			const start = performance.now();
			// All at once: each deal has ten events that are due.
			await post(server, `/api-webhooks/${webhook.id}/replay`, { since });
			await until(() => receiver.taken.length >= deals * CHANGES);
			rates[ordering]?.push((deals * CHANGES) / ((performance.now() - start) / 1000));
			await remove(server, webhook.id);
			receiver.stop();
		}
	const [none, ordered] = [median(rates.none ?? []), median(rates.per_object ?? [])];
	console.log(`A healthy receiver, ${deals} deals with ${CHANGES} events each that all wait`);
	console.log(`  ${shown(none)} deliveries a second as they come, ${shown(ordered)} in order`);
	print('in order, as a share', ordered / none, '', ['>=', 0.9]);
}

async function failing(server: Server): Promise<void> {
	const waits: Record<string, number[]> = {};
	for (const ordering of ['none', 'per_object']) {
		const receiver = await newReceiver(FAILING_SHARE);
		const other = await newReceiver(0);
		const webhook = await subscribe(server, receiver.url, ordering);
		const beside = await subscribe(server, other.url, 'none', ['contact.created']);
		const isOver = { value: false };
		const spaced = makeContacts(server, isOver);
		await change(server, `failing ${ordering}`, DEALS);
		await until(() => receiver.taken.length >= DEALS * CHANGES);
		isOver.value = true;
		const made = await spaced;
		await until(() => other.taken.length >= made);
		waits[ordering] = other.taken.map(({ at, event }) => at - Date.parse(event.timestamp));
		if (ordering === 'per_object') {
			console.log(
				`A receiver that fails ${FAILING_SHARE * 100} %, ${DEALS} deals with ${CHANGES} events`,
			);
			print('inversions within a deal', inversions(receiver.taken), '', ['<', 1]);
		}
		for (const { id } of [webhook, beside]) await remove(server, id);
		for (const one of [receiver, other]) one.stop();
	}
	const p99 = (ordering: string) => quantile(waits[ordering] ?? [], 0.99);
	console.log(`  another webhook meanwhile: p99 ${shown(p99('none'))} ms beside one without order`);
	print('p99 beside one in order', p99('per_object'), ' ms', ['<', 1.5 * p99('none') + 10]);
}

/** Makes deals and changes each of them, all once before any twice. */
async function change(server: Server, prefix: string, deals: number): Promise<void> {
	for (let value = 0; value < CHANGES; value += 1)
		for (let made = 0; made < deals; made += IN_ONE_REQUEST) {
			const many = Array.from({ length: Math.min(IN_ONE_REQUEST, deals - made) }, (_, index) => ({
				external_id: `${prefix} ${made + index}`,
				name: `${prefix} ${made + index}`,
				value,
			}));
			await post(server, '/api-ingest', { deals: many });
		}
}

async function makeContacts(server: Server, isOver: { value: boolean }): Promise<number> {
	let made = 0;
	for (; !isOver.value; made += 1) {
		await post(server, '/api-contacts', { name: `Contact ${made}` });
		await sleep(OTHER_EVERY_MS);
	}
	return made;
}

async function subscribe(
	server: Server,
	url: string,
	ordering: string,
	events = ['deal.created', 'deal.updated'],
): Promise<{ id: string }> {
	const response = await post(server, '/api-webhooks', { url, events, ordering });
	return (await response.json()) as { id: string };
}

async function remove({ url, key }: Server, id: string): Promise<void> {
	const headers = { authorization: `Bearer ${key}` };
	await fetch(`${url}/api-webhooks/${id}`, { method: 'DELETE', headers });
}

function inversions(taken: Taken[]): number {
	const last = new Map<string, number>();
	let count = 0;
	for (const { event } of taken) {
		const { id } = event.data.deal;
		if (event.sequence < (last.get(id) ?? 0)) count += 1;
		last.set(id, event.sequence);
	}
	return count;
}

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await sleep(5);
}
