import { afterEach, expect, test } from 'vitest';
import { buildCommit, commitBefore } from '../../../../scripts/versionBefore.mjs';
import { postgresPrograms } from '../../../../scripts/postgres.mjs';
import { needs } from '../../../../test/support/needs';
import type { ServiceProcess } from '../../../../test/support/serviceProcess';
import { BusyService } from './busyService';

const minute = 60_000;
const commit = commitBefore();
const withBefore = test.skipIf(!commit || !postgresPrograms());

let busy: BusyService;
let remove = () => {};
afterEach(async () => {
	await busy.stop();
	remove();
});

withBefore(
	'processes of the version before work on while one of today upgrades the tables, and are replaced one after another',
	{
		...needs('PostgreSQL, and the history of the repository as far as its newest change of tables'),
		timeout: 5 * minute,
	},
	async () => {
		const before = buildCommit(commit as string);
		remove = before.remove;
		busy = await BusyService.start([{}, {}], undefined, {}, before.program);
		await busy.begin();
		const changes = () => busy.rows<{ name: string }>('select name from migrations order by name');
		const known = await changes();

		await busy.beside();
		const upgraded = await changes();
		expect(upgraded.length).toBeGreaterThan(known.length);
		await busy.busy(300);
		expect(busy.answeredBy.filter((count) => count > 50)).toHaveLength(3);

		for (const old of busy.processes.slice(0, 2) as ServiceProcess[]) {
			await busy.fault(() => old.kill('SIGTERM'));
			await busy.beside();
			await busy.busy();
		}
		await busy.expectNothingMissed();
		expect(busy.twice()).toBe(0);
		const added = upgraded.length - known.length;
		console.log(
			`From ${commit?.slice(0, 7)}, ${added} changes of the tables before: ${busy.acknowledged.length} changes acknowledged, 0 lost, 0 delivered twice, ${busy.refused} asked to come again.`,
		);
		// It would not know what it writes into.
		await expect(busy.processes[0]?.start()).rejects.toThrow(
			'was changed by a newer version of Fluid',
		);
	},
);
