import { afterEach, expect } from 'vitest';
import type { ServiceProcess } from '../../../../test/support/serviceProcess';
import { BusyService, NEEDS_POSTGRES, withServer } from './busyService';
import { chanceFor } from './seed';

/** `npm run proof -- kills 50` does it 50 times. */
const KILLS = Number(process.env.FLUID_PROOF_KILLS ?? 3);
const minute = 60_000;

let busy: BusyService;
afterEach(async () => {
	await busy.stop();
});

withServer(
	'one of three processes is killed again and again, at any moment, and nothing is lost or sent twice but what was on its way',
	{ ...NEEDS_POSTGRES, timeout: 15 * minute },
	async () => {
		const chance = chanceFor('kills');
		busy = await BusyService.start([{}, {}, {}]);
		await busy.begin();
		const startedAt = Date.now();
		for (let kill = 0; kill < KILLS; kill += 1) {
			const victim = chance.pick(busy.processes) as ServiceProcess;
			await busy.busy(chance.int(100));
			await busy.fault(() => victim.kill('SIGKILL'));
			await busy.busy(1 + chance.int(100));
			await victim.start();
		}
		const seconds = (Date.now() - startedAt) / 1000;
		await busy.expectNothingMissed();
		const { acknowledged, unanswered, refused } = busy;
		console.log(
			`${KILLS} kills in ${Math.round(seconds)} s: ${acknowledged.length} changes acknowledged, 0 lost; ${unanswered} requests without an answer, ${refused} asked to come again; ${busy.twice()} deliveries twice, each of them on its way at a kill.`,
		);
		expect(acknowledged.length).toBeGreaterThan(50 * KILLS);
	},
);
