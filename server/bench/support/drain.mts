import { once } from 'node:events';
import { cpus } from 'node:os';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundCpu } from './cpuShare.mts';
import { newDeal, post } from './load.mts';
import { cpuOf } from './postgres.mts';
import { newFolder, type Server, startServiceProcess, startWorker } from './processes.mts';

/** What waits to be delivered, and who delivers it. */
export type Waiting = {
	/** Of the service: where its database is. */
	settings?: Record<string, string>;
	workers?: number;
	/** Of how much of one core each worker may use; of all of it unless it says otherwise. */
	share?: number;
	deals: number;
	webhooks: number;
	/** Returns the CPU time that the server of its database has used, in milliseconds; left out where there is none. */
	cpuOfServer?: () => number;
	/** Called once the service has its tables, before anything waits. */
	before?: (server: Server) => Promise<void>;
};

const AT_ONCE = 500;
/** What is delivered before anything is counted: a process that has just started has compiled little of its code. */
const WARM_UP_SHARE = 1 / 3;

/** What workers did, and meanwhile how many of the machine's cores everything kept busy. */
export type Drained = {
	/** Deliveries a second. */
	rate: number;
	/** CPU time for each, in microseconds: of the workers, and of their database's server. */
	ofService: number;
	ofServer: number;
	busyCores: number;
};

/** Returns how fast workers deliver what waits, after the first third of it. */
export async function drain({
	settings = {},
	workers = 1,
	share,
	deals,
	webhooks,
	cpuOfServer = () => 0,
	before = async () => {},
}: Waiting): Promise<Drained> {
	let arrived = 0;
	const receiver = createServer((request, response) => {
		request.resume().on('end', () => {
			arrived += 1;
			response.end();
		});
	}).listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
	const api = await startServiceProcess(newFolder(), { ...settings, FLUID_ROLE: 'api' });
	await before(api);
	for (let webhook = 0; webhook < webhooks; webhook += 1)
		await post(api, '/api-webhooks', { url, events: ['deal.created'] });
	for (let made = 0; made < deals; made += AT_ONCE)
		await post(api, '/api-ingest', {
			deals: Array.from({ length: Math.min(AT_ONCE, deals - made) }, newDeal),
		});
	const started = await Promise.all(
		Array.from({ length: workers }, () => startWorker(api, settings)),
	);
	const bounds = share === undefined ? [] : started.map(({ pid }) => boundCpu(pid, share));
	const all = deals * webhooks;
	while (arrived < all * WARM_UP_SHARE) await sleep(5);
	const cpuOfService = () => started.reduce((sum, { pid }) => sum + cpuOf(pid), 0);
	const [serviceBefore, serverBefore] = [cpuOfService(), cpuOfServer()];
	const [from, busyBefore, startedAt] = [arrived, busyMs(), performance.now()];
	while (arrived < all) await sleep(5);
	const ms = performance.now() - startedAt;
	const busyCores = (busyMs() - busyBefore) / ms;
	const count = all - from;
	const ofService = ((cpuOfService() - serviceBefore) * 1000) / count;
	const ofServer = ((cpuOfServer() - serverBefore) * 1000) / count;
	for (const worker of started) await worker.stop();
	for (const remove of bounds) remove();
	await api.stop();
	receiver.close();
	return { rate: (count * 1000) / ms, ofService, ofServer, busyCores };
}

/** Returns how long the cores of the machine have worked, in milliseconds. */
function busyMs(): number {
	return cpus().reduce(
		(sum, { times }) => sum + times.user + times.nice + times.sys + times.irq,
		0,
	);
}
