import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { never, silentSender } from '../../../test/support/silentSender';
import { newApp } from '../../src/app';
import type { Backpressure } from '../../src/http/holdChanges';
import { newService } from '../../src/service';
import { readConfig } from '../../src/config';
import { Dispatcher } from '../../src/webhooks/dispatcher';
import { newBackpressure } from '../../src/webhooks/backpressure';

const LATE_MS = 1_000;
/** A receiver that has not answered for so long is not waited for. */
const SLOW_MS = 250;
const config = readConfig({});

let fluid: FluidFixture;
let now: Date;
let elapsedMs: number;

beforeEach(async () => {
	now = new Date();
	elapsedMs = 0;
	vi.spyOn(performance, 'now').mockImplementation(() => elapsedMs);
	// It takes in deals and leaves their deliveries to another one.
	fluid = await startFluid({ FLUID_ROLE: 'api' }, () => now);
});
afterEach(async () => {
	vi.restoreAllMocks();
	await fluid.stop();
});

/** A dispatcher that is late with more deals than it can announce at once to a receiver that does not answer. */
async function lateDispatcher(): Promise<Dispatcher> {
	const sender = silentSender();
	const { database, secrets } = fluid.service;
	const report = (reason: unknown) => expect.unreachable(String(reason));
	const dispatcher = new Dispatcher({ database, secrets, config, sender, now: () => now, report });
	const webhook = { url: 'https://crm.example/hook', events: ['deal.created'] };
	const { body } = await fluid.post('/api-webhooks', webhook);
	const deals = Array.from({ length: 60 }, (_, index) => ({ name: `Lead ${index + 1}` }));
	await fluid.ingest({ deals });
	now = new Date(now.getTime() + LATE_MS);
	dispatcher.wake(body.id);
	await expect.poll(() => sender.sent.length, { interval: 5 }).toBeGreaterThan(0);
	return dispatcher;
}

/** What answers requests, which are held by this. */
function appWith(waitForCapacity: Backpressure) {
	const { database, secrets } = fluid.service;
	const parts = { config, database, secrets, sender: silentSender(), now: () => now };
	return newApp(newService(parts).context, waitForCapacity);
}

test('ingest is held while events of its workspace are late, and not for a receiver that hangs', async () => {
	const dispatcher = await lateDispatcher();
	const waitFor = newBackpressure((workspaceId) => dispatcher.isLate(workspaceId));
	await waitFor('wsp_of_somebody_else');
	expect(dispatcher.late()).toEqual([fluid.workspaceId]);

	let isHeld = true;
	const capacity = waitFor(fluid.workspaceId).then(() => (isHeld = false));
	// It has looked several times whether they are late still.
	const looks = vi.mocked(performance.now).mock.calls;
	for (const before = looks.length; looks.length < before + 5; ) await sleep(1);
	expect(isHeld).toBe(true);
	elapsedMs = SLOW_MS;
	await capacity;
});

test('what is held goes on at one moment, however late it came, and what comes then is held anew', async () => {
	let late = true;
	const waitFor = newBackpressure((workspaceId) => late && workspaceId === 'wsp_busy');
	const wentOn: string[] = [];
	const hold = (name: string) => waitFor('wsp_busy').then(() => wentOn.push(name));
	const first = hold('first');
	await sleep(25);
	const second = hold('second');
	await waitFor('wsp_of_somebody_else');
	expect(wentOn).toEqual([]);

	late = false;
	await first;
	await Promise.resolve();
	expect(wentOn).toEqual(['first', 'second']);

	late = true;
	const third = hold('third');
	await sleep(25);
	expect(wentOn).toHaveLength(2);
	elapsedMs = 2_000;
	await Promise.all([second, third]);
	expect(wentOn).toHaveLength(3);
});

test('every change of a record is held, by whatever method, and nothing that reads or delivers', async () => {
	const waiting: string[] = [];
	const app = appWith(async (workspaceId) => void waiting.push(workspaceId));
	const isHeld = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string) => {
		waiting.length = 0;
		const headers = { authorization: `Bearer ${fluid.key}` };
		await app.inject({ method, url, headers, ...(method !== 'GET' && { payload: {} }) });
		return waiting.includes(fluid.workspaceId);
	};
	const calls = [
		['POST', '/api-ingest', true],
		['DELETE', '/api-deals/deal_1', true],
		['POST', '/api-contacts', true],
		['PATCH', '/api-contacts/con_1', true],
		['PATCH', '/api-companies/com_1', true],
		['DELETE', '/api-companies/com_1', true],
		['GET', '/api-deals', false],
		['POST', '/api-webhooks', false],
		['DELETE', '/api-webhooks/whk_1', false],
		['POST', '/api-webhooks/whk_1/commit', false],
	] as const;
	for (const [method, url, held] of calls)
		expect([method, url, await isHeld(method, url)]).toEqual([method, url, held]);
	await app.close();
});

test('a dry run is not held: it makes nothing that would have to be announced', async () => {
	const app = appWith(() => never);
	const { statusCode } = await app.inject({
		method: 'POST',
		url: '/api-ingest?dry_run=true',
		headers: { authorization: `Bearer ${fluid.key}` },
		payload: { name: 'Acme website' },
	});
	expect(statusCode).toBe(201);
	await app.close();
});
