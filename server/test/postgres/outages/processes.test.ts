import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect } from 'vitest';
import { inRepository } from '../../../../scripts/repository.mjs';
import type { ServiceProcess } from '../../../../test/support/serviceProcess';
import { BusyService, NEEDS_POSTGRES, withServer } from './busyService';

const minute = 60_000;

let busy: BusyService;
afterEach(async () => {
	await busy.stop();
});

const start = async (settings: Array<Record<string, string>>) => {
	busy = await BusyService.start(settings);
	await busy.begin();
};

withServer(
	'what a dead process was sending is taken over within seconds',
	{ ...NEEDS_POSTGRES, timeout: minute },
	async () => {
		await start([{ FLUID_ROLE: 'api' }, { FLUID_ROLE: 'worker' }, { FLUID_ROLE: 'worker' }]);
		busy.receiver.respondWith(() => {});
		await busy.busy();
		const victim = busy.processes[1] as ServiceProcess;
		await busy.fault(() => victim.kill('SIGKILL'));
		busy.receiver.answer(200);
		const killedAt = Date.now();
		const left = () =>
			busy.rows<{ left: number }>(
				`select count(*)::int as left from deliveries where status = 'pending' and claimed_until is not null
				and claimed_by not in (select id from processes)`,
			);
		await expect.poll(left, { timeout: 15_000, interval: 50 }).toEqual([{ left: 0 }]);
		expect(Date.now() - killedAt).toBeLessThan(8_000);
		await busy.settle();
	},
);

withServer(
	'a process stands still for longer than it may hold a delivery',
	{ ...NEEDS_POSTGRES, timeout: 2 * minute },
	async () => {
		await start([{}, {}]);
		const frozen = busy.processes[1] as ServiceProcess;
		await busy.fault(async () => {
			process.kill(frozen.pid, 'SIGSTOP');
			await sleep(8_000);
			process.kill(frozen.pid, 'SIGCONT');
		});
		await busy.expectNothingMissed();
	},
);

withServer(
	'the clocks of two processes are an hour apart',
	{ ...NEEDS_POSTGRES, timeout: minute },
	async () => {
		const shift = inRepository('test', 'support', 'shiftedClock.cjs');
		await start([{}, { NODE_OPTIONS: `--require ${shift}`, SHIFT_CLOCK_MS: String(60 * minute) }]);
		await busy.expectNothingMissed();
		const [apart] = await busy.rows<{ seconds: number }>(
			`select extract(epoch from max(timestamp::timestamptz) - min(timestamp::timestamptz))::int as seconds from events`,
		);
		expect(apart?.seconds).toBeLessThan(60);
	},
);
