import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { needs } from '../../../test/support/needs';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { WakeUps } from '../../src/database/postgres/wakeUps';

const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 20_000 };

test.skipIf(!isOnPostgres())(
	'whoever listens stops at every moment, also while it still connects',
	NEEDS,
	async () => {
		for (const afterMs of [undefined, 0, 1, 2, 5, 10, 20, 50]) {
			const wakeUps = new WakeUps(inject('postgres') as string, () => {});
			if (afterMs !== undefined) await sleep(afterMs);
			expect(await Promise.race([wakeUps.stop().then(() => 'stopped'), sleep(2_000)])).toBe(
				'stopped',
			);
		}
	},
);

test.skipIf(!isOnPostgres())('whoever waits to connect again stops at once', NEEDS, async () => {
	const nowhere = new WakeUps('postgres://fluid@127.0.0.1:1/fluid', () => {});
	await sleep(200);
	const startedAt = performance.now();
	await nowhere.stop();
	expect(performance.now() - startedAt).toBeLessThan(500);
});
