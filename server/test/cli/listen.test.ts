import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serverCommand } from '../../../scripts/built.mjs';
import { node24 } from '../../../scripts/node24.mjs';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { Receiver } from '../../../test/support/receiver';
import { freePort } from '../../../scripts/freePort.mjs';
import { childEnv } from '../../../test/support/childEnv';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const fluid = ServiceProcess.forFile({ FLUID_RATE_LIMIT: '0', FLUID_RETRY_SCHEDULE: '1s,1s,1s' });
const WAIT = { timeout: 60_000, interval: 20 };

let receiver: Receiver;
let listening: Listening[] = [];

beforeEach(async () => {
	receiver = await Receiver.start();
});
afterEach(async () => {
	await Promise.all(listening.map((one) => one.end('SIGKILL')));
	listening = [];
	for (const { id } of await webhooks()) await fluid.client.delete(`/api-webhooks/${id}`);
	for (const { name } of (await fluid.client.get('/api-consumers')).body.data)
		await fluid.client.delete(`/api-consumers/${name}`);
	await receiver.stop();
});

/** `fluid listen` in a process of its own, at a terminal. */
class Listening {
	output = '';
	private readonly child: ChildProcess;

	constructor(args: string[]) {
		const env = { ...childEnv, FLUID_URL: fluid.url, FLUID_API_KEY: fluid.client.key };
		this.child = spawn(node24(), [serverCommand, 'listen', ...args], { env });
		for (const stream of [this.child.stdout, this.child.stderr])
			stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
	}

	async says(text: string | RegExp): Promise<void> {
		await expect.poll(() => this.output, WAIT).toMatch(text);
	}

	/** Ends it by a signal, or by one that arrives several times; answers its exit code. */
	async end(signal: NodeJS.Signals, times = 1): Promise<number | null> {
		const { child } = this;
		if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
		const ended = once(child, 'exit');
		for (let time = 1; time <= times; time += 1) {
			child.kill(signal);
			await sleep(5);
		}
		const [code] = (await ended) as [number | null];
		return code;
	}

	async exitCode(): Promise<number | null> {
		const [code] = (await once(this.child, 'exit')) as [number | null];
		return code;
	}
}

async function listen(...args: string[]): Promise<Listening> {
	const one = new Listening(['--forward', `${receiver.url}/hooks?from=fluid`, ...args]);
	listening.push(one);
	await one.says('Press Ctrl+C');
	return one;
}

const webhooks = async () => (await fluid.client.get('/api-webhooks')).body.data;
const deals = async (...names: string[]) => {
	for (const name of names) await fluid.client.deal({ name });
};
const names = () => receiver.received.map(({ event }) => event.data.deal?.name);

describe('fluid listen', { timeout: 120_000 }, () => {
	test('carries events to a receiver on this machine, in order, signed as Fluid signs them', async () => {
		const one = await listen('--events', 'deal.created');
		await deals('First', 'Second', 'Third');

		const [first] = await receiver.waitFor(3, WAIT.timeout);

		expect(names()).toEqual(['First', 'Second', 'Third']);
		expect(first?.path).toBe('/hooks?from=fluid');
		const [, secret = ''] = /Signing secret: (\S+)/.exec(one.output) ?? [];
		const check = new StandardWebhook(secret);
		expect(check.verify(first?.raw as string, first?.headers as Record<string, string>)).toEqual(
			first?.event,
		);
		expect(first?.headers).toMatchObject({ 'content-type': 'application/json' });
		await one.says(/deal\.created evt_[0-9a-z]{26} 200 in \d+ ms/);
	});

	test('carries only what is asked for, signed with the secret that the receiver knows', async () => {
		const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
		await listen('--events', 'deal.won,deal.lost', '--pipeline', 'Sales', '--secret', secret);
		expect(await webhooks()).toMatchObject([
			{ delivery: 'pull', url: null, events: ['deal.won', 'deal.lost'] },
		]);
		await fluid.client.deal({ name: 'Open' });
		await fluid.client.deal({ name: 'Won', status: 'won' });

		const [won] = await receiver.waitFor(1, WAIT.timeout);
		expect(names()).toEqual(['Won']);
		new StandardWebhook(secret).verify(won?.raw as string, won?.headers as Record<string, string>);
	});

	test('leaves cleanly with Ctrl+C, and carries over what happens until it starts again', async () => {
		const one = await listen('--events', 'deal.created');
		await deals('While it listens');
		await receiver.waitFor(1, WAIT.timeout);

		// From the terminal, and from the program that has started it.
		expect(await one.end('SIGINT', 2)).toBe(0);
		expect(one.output).toMatch('Stopped. 1 event carried over.');
		expect(await webhooks()).toEqual([]);
		await deals('Meanwhile');
		const again = await listen('--events', 'deal.created');

		await receiver.waitFor(2, WAIT.timeout);
		expect(again.output).toMatch('1 event from before come first');
		expect(names()).toEqual(['While it listens', 'Meanwhile']);
	});

	test('leaves out what happened meanwhile if only what happens from now on is wanted', async () => {
		const one = await listen('--events', 'deal.created');
		await one.end('SIGKILL');
		await deals('Meanwhile');
		await listen('--events', 'deal.created', '--from-now');
		await deals('From now on');

		await receiver.waitFor(1, WAIT.timeout);
		expect(names()).toEqual(['From now on']);
	});

	test('loses nothing when it is killed in the midst of many events, and doubles at most what was not committed', async () => {
		receiver.respondWith((response) => void setTimeout(() => response.end('ok'), 5));
		const many = (from: number) =>
			Array.from({ length: 100 }, (_, index) => ({ name: `Deal ${from + index}` }));
		const one = await listen('--events', 'deal.created');
		await fluid.client.ingest({ deals: many(0) });
		await receiver.waitFor(40, WAIT.timeout);
		await one.end('SIGKILL');
		await fluid.client.ingest({ deals: many(100) });

		await listen('--events', 'deal.created');

		await expect.poll(() => new Set(names()).size, { ...WAIT, timeout: 90_000 }).toBe(200);
		expect(receiver.received.length).toBeLessThanOrEqual(200 + 11);
	});

	test('waits for a receiver that is not there, says so once, and goes on in order', async () => {
		const port = Number(new URL(receiver.url).port);
		await receiver.stop();
		const one = await listen('--events', 'deal.created');
		await deals('First', 'Second', 'Third');
		await one.says(/cannot be reached: Nothing listens there\. Events wait in Fluid/);
		const { body } = await fluid.client.get(`/api-webhooks/${(await webhooks())[0].id}/deliveries`);
		expect(body.data.every(({ attempts }: { attempts: [] }) => attempts.length === 0)).toBe(true);

		receiver = await Receiver.start(port);
		await receiver.waitFor(3, WAIT.timeout);

		expect(names()).toEqual(['First', 'Second', 'Third']);
		await one.says('is there again.');
		expect(one.output.match(/cannot be reached/g)).toHaveLength(1);
	});

	test('has tried again later what the receiver refuses, and carries the others meanwhile', async () => {
		let refusals = 0;
		receiver.respondWith((response, { event }) => {
			const isRefused = event.data.deal?.name === 'Refused' && refusals++ === 0;
			response.writeHead(isRefused ? 500 : 200).end();
		});
		const one = await listen('--events', 'deal.created');
		await deals('Refused', 'Taken');

		await receiver.waitFor(3, WAIT.timeout);
		expect(names()).toEqual(['Refused', 'Taken', 'Refused']);
		await one.says(
			'Answered 500; only 2xx counts as received. It is tried again by the schedule of Fluid.',
		);
	});

	test('goes on when Fluid was away', async () => {
		const one = await listen('--events', 'deal.created');
		await fluid.kill('SIGKILL');
		await one.says(/Trying again until it answers/);
		await fluid.start();
		await deals('After the restart');

		await receiver.waitFor(1, WAIT.timeout);
		await one.says('answers again.');
		expect(names()).toEqual(['After the restart']);
	});

	test('ends with a sentence when its webhook is deleted in Fluid', async () => {
		const one = await listen('--events', 'deal.created');
		const ended = one.exitCode();
		const [webhook] = await webhooks();
		await fluid.client.delete(`/api-webhooks/${webhook.id}`);
		expect(await ended).toBe(1);
		await one.says('Start the command again to go on.');
	});
});

describe('fluid listen says what to do', () => {
	const run = (args: string[], env: Record<string, string> = {}) =>
		fluidCommand(['listen', ...args], {
			env: { FLUID_URL: fluid.url, FLUID_API_KEY: fluid.client.key, ...env },
		});
	const forward = ['--forward', 'http://localhost:1/hooks'];

	test.each([
		['without a receiver', [], {}, /Say where to send events: --forward/, 2],
		['without a key', forward, { FLUID_API_KEY: '' }, /needs an API key: set FLUID_API_KEY/, 2],
		['for a broken key', forward, { FLUID_API_KEY: 'fluid_x' }, /Copy it again/, 1],
		[
			'for no such event',
			[...forward, '--events', 'deal.one'],
			{},
			/"deal.one" is not an event.*deal\.won/s,
			2,
		],
		[
			'for no such pipeline',
			[...forward, '--pipeline', 'Slaes'],
			{},
			/"Slaes" is not a pipeline.*Did you mean "Sales"/,
			1,
		],
		['for a receiver that is no address', ['--forward', 'localhost'], {}, /must be an address/, 2],
	])('%s', async (_, args, env, sentence, code) => {
		const { stderr, ...run1 } = await run(args, env);
		expect(stderr).toMatch(sentence);
		expect(run1).toEqual({ code, stdout: '' });
	});

	test('where no Fluid is', async () => {
		const nowhere = `http://127.0.0.1:${await freePort()}`;
		const { code, stderr } = await run(forward, { FLUID_URL: nowhere });
		expect([code, stderr]).toEqual([1, expect.stringMatching(/nothing listens there.*--url/s)]);
	});
});
