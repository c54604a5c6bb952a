import { execFile, execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { Agent } from 'node:http';
import { promisify } from 'node:util';
import axios from 'axios';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { node24 } from '../../../scripts/node24.mjs';
import { inRepository } from '../../../scripts/repository.mjs';
import { needs } from '../../../test/support/needs';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const run = promisify(execFile);
const SENDS_TWICE = inRepository('server/test/webhooks/fewDescriptors.cjs');
const service = ServiceProcess.forFile();
const receiver = Receiver.forFile();
let agent: Agent;

beforeAll(async () => {
	agent = new Agent({ keepAlive: true, maxSockets: 1 });
	await service.client.post('/api-webhooks', { url: receiver.url, events: ['deal.created'] });
}, 120_000);
afterAll(async () => {
	agent.destroy();
});

async function ingest(name: string): Promise<void> {
	const headers = { Authorization: `Bearer ${service.client.key}` };
	await axios.post(`${service.url}/api-ingest`, { name }, { headers, httpAgent: agent });
}

/** Lets the service open so many more files and connections and no others; as many as it likes by default. */
function allowDescriptors(more?: number): void {
	const open = readdirSync(`/proc/${service.pid}/fd`).map(Number);
	const free = Array.from({ length: 1000 }, (_, number) => number).filter((n) => !open.includes(n));
	const limit = more === undefined ? 1024 : (free[more] as number);
	execFileSync('prlimit', ['--pid', String(service.pid), `--nofile=${limit}:`]);
}

const delivered = () => receiver.received.map(({ event }) => event.data.deal?.name);

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux(
	'a first delivery without a free file descriptor is due again, and later ones are sent without a restart',
	needs('Linux, where the limit of a running process can be changed'),
	async () => {
		// The only connection that is open when no other can be.
		await axios.get(`${service.url}/healthz`, { httpAgent: agent });
		allowDescriptors(0);
		await ingest('Too early');
		await expect.poll(() => service.output).toContain('too many open files');
		allowDescriptors();

		await ingest('Acme website');
		await expect.poll(delivered, { timeout: 5_000 }).toContain('Acme website');
	},
);

onLinux.each([0, 1, 2, 3])(
	'where only %i file descriptors are free, sending is no failed attempt, and afterwards it works',
	async (free) => {
		const { stdout } = await run('sh', [
			'-c',
			`ulimit -n 64; exec "$0" "$@"`,
			node24(),
			SENDS_TWICE,
			String(free),
		]);
		expect(JSON.parse(stdout)).toEqual({
			whileShort: expect.stringMatching(/^(sent|no attempt: .+)$/),
			afterwards: 'sent',
		});
	},
);
