import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverMain } from '../../../scripts/built.mjs';
import { node24 } from '../../../scripts/node24.mjs';
import { childEnv } from '../../../test/support/childEnv';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const run = promisify(execFile);
const service = ServiceProcess.forFile();
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-start-'));
}, 120_000);
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
});

/** Starts a process that is expected to end by itself; answers its exit code and what it printed. */
async function failingStart(
	env: Record<string, string>,
): Promise<{ code: number; printed: string }> {
	const child = spawn(node24(), [serverMain], {
		env: { ...childEnv, DATA_DIR: folder, ...env },
	});
	let printed = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data));
	const [code] = (await once(child, 'close')) as [number];
	return { code, printed: printed.trim() };
}

describe('the first start', () => {
	test('prints the address, the API key, and a curl line that makes a deal as it is printed', async () => {
		const { port } = new URL(service.url);
		expect(service.output).toContain(`Fluid is ready at http://localhost:${port}`);
		expect(service.output).toContain(`Your API key (shown this once): ${service.client.key}`);

		const [line = ''] = /curl [\s\S]*?}}'/.exec(service.output) ?? [];
		const { stdout } = await run('sh', ['-c', `${line} --silent`]);
		expect(JSON.parse(stdout)).toMatchObject({
			action: 'created',
			deal: {
				name: 'Acme website',
				value: 4800,
				stage_name: 'New lead',
				contact: { email: 'ada@example.com' },
			},
		});
	});

	test('is the only one that shows a key: the next one knows the deal and prints none', async () => {
		await service.kill('SIGTERM');
		await service.start();
		expect(service.output).toContain('Fluid is ready at');
		expect(service.output).not.toContain('fluid_');
		expect((await service.client.get('/api-deals')).body.data).toHaveLength(1);
	});
});

describe('a start that cannot be', () => {
	test('because the port is in use ends with a sentence and another port', async () => {
		const { port } = new URL(service.url);
		expect(await failingStart({ PORT: port })).toEqual({
			code: 1,
			printed: `Port ${port} is in use already. Stop what uses it, or choose another one: PORT=${Number(port) + 1} npm start`,
		});
	});

	test('of a worker because its port is in use names the setting of that port', async () => {
		const { port } = new URL(service.url);
		expect(await failingStart({ FLUID_ROLE: 'worker', FLUID_WORKER_PORT: port })).toEqual({
			code: 1,
			printed: `Port ${port} is in use already. Stop what uses it, or choose another one: FLUID_WORKER_PORT=${Number(port) + 1} npm start`,
		});
	});

	test('because a setting is wrong ends with the sentence that names it', async () => {
		expect(await failingStart({ FLUID_ROLE: 'both' })).toEqual({
			code: 1,
			printed: 'FLUID_ROLE must be one of all, api, worker, not "both".',
		});
	});

	test('because HOST is no address of this machine ends with a sentence', async () => {
		const { code, printed } = await failingStart({ PORT: '0', HOST: '192.0.2.7' });
		expect(code).toBe(1);
		expect(printed).toContain('HOST is "192.0.2.7", which is not an address of this machine.');
	});

	test('because the database cannot be opened names DATA_DIR', async () => {
		const file = join(folder, 'a-file');
		writeFileSync(file, '');
		const inFile = await failingStart({ PORT: '0', DATA_DIR: file });
		expect(inFile).toMatchObject({
			code: 1,
			printed: expect.stringContaining(`DATA_DIR is "${file}"`),
		});

		expect(await failingStart({ PORT: '0', DATA_DIR: '/proc/fluid/data' })).toMatchObject({
			code: 1,
			printed: expect.stringContaining('DATA_DIR is "/proc/fluid/data"'),
		});

		writeFileSync(
			join(folder, 'fluid.sqlite'),
			'This is no database, but somebody put it here.'.repeat(100),
		);
		const { code, printed } = await failingStart({ PORT: '0' });
		expect([code, printed.split('\n').length]).toEqual([1, 1]);
		expect(printed).toContain('not a database');
	});
});

/** Resolves once a connection made now is answered: those made before are taken by then. */
async function laterConnection(): Promise<void> {
	const [response] = await once(get(`${service.url}/healthz`, { agent: false }), 'response');
	response.resume();
}

describe('SIGTERM', () => {
	test('lets a request that has begun be answered, takes no new one, and then ends at once with 0', async () => {
		const { port } = new URL(service.url);
		const body = JSON.stringify({ name: 'Just in time' });
		const socket = connect(Number(port), '127.0.0.1');
		let answer = '';
		socket.on('data', (data) => (answer += data));
		socket.write(
			`POST /api-ingest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${service.client.key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
		);
		await laterConnection();

		const startedAt = Date.now();
		const ended = service.kill('SIGTERM');
		// The same again, from the program that has started it.
		await sleep(5);
		process.kill(service.pid, 'SIGTERM');
		await expect
			.poll(() => service.client.get('/api-me').catch(({ code }) => code))
			.toBe('ECONNREFUSED');
		socket.write(body.slice(5));
		expect(await ended).toBe(0);
		expect(Date.now() - startedAt).toBeLessThan(9_000);
		expect(answer).toMatch(/^HTTP\/1\.1 201 /);
		await service.start();
		expect((await service.client.get('/api-deals?q=just')).body.data).toHaveLength(1);
	});

	test('does not wait for a request that never ends, and a receiver that never answers, longer than ten seconds', async () => {
		const receiver = await Receiver.start();
		receiver.respondWith(() => {});
		const { body: webhook } = await service.client.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
		});
		await service.client.deal({ name: 'Acme website' });
		await receiver.waitFor(1);
		const { port } = new URL(service.url);
		const socket = connect(Number(port), '127.0.0.1');
		socket.on('error', () => {});
		socket.write(`POST /api-ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n`);
		await laterConnection();
		const startedAt = Date.now();
		expect(await service.kill('SIGTERM')).toBe(0);
		expect(Date.now() - startedAt).toBeLessThan(10_000);

		receiver.answer(200);
		await service.start();
		// At once: neither its claim nor a retry is waited for, and the receiver is not blamed.
		await receiver.waitFor(2, 4_000);
		await expect
			.poll(async () => {
				const { body } = await service.client.get(`/api-webhooks/${webhook.id}/deliveries`);
				return body.data[0].attempts;
			})
			.toMatchObject([{ number: 1, status_code: 200, error: null }]);
		await receiver.stop();
	});
});
