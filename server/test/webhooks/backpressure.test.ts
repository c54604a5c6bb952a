import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { never, silentSender } from '../../../test/support/silentSender';
import { newApp } from '../../src/app';
import { newService } from '../../src/service';
import { readConfig } from '../../src/config';
import { Dispatcher } from '../../src/webhooks/dispatcher';
import { whileLate } from '../../src/webhooks/whileLate';

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

test('ingest is held while events of its workspace are late, and not for a receiver that hangs', async () => {
	const dispatcher = await lateDispatcher();
	const waitFor = (workspaceId: string) => whileLate(() => dispatcher.isLate(workspaceId));
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

test('a dry run is not held: it makes nothing that would have to be announced', async () => {
	const { database, secrets } = fluid.service;
	const sender = silentSender();
	const parts = newService({ config, database, secrets, sender, now: () => now }).context;
	const app = newApp(parts, () => never);
	const { statusCode } = await app.inject({
		method: 'POST',
		url: '/api-ingest?dry_run=true',
		headers: { authorization: `Bearer ${fluid.key}` },
		payload: { name: 'Acme website' },
	});
	expect(statusCode).toBe(201);
	await app.close();
});
