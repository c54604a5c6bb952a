import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { expect, inject, test } from 'vitest';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import { NOTIFY, WakeUps } from '../../src/database/postgres/wakeUps';

const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 20_000 };

test.skipIf(!isOnPostgres())(
	'whoever listens stops at every moment, also while it still connects',
	NEEDS,
	async () => {
		for (const afterMs of [undefined, 0, 1, 2, 5, 10, 20, 50]) {
			const wakeUps = new WakeUps(
				inject('postgres') as string,
				() => {},
				async () => {},
			);
			if (afterMs !== undefined) await sleep(afterMs);
			expect(await Promise.race([wakeUps.stop().then(() => 'stopped'), sleep(2_000)])).toBe(
				'stopped',
			);
		}
	},
);

test.skipIf(!isOnPostgres())('whoever waits to connect again stops at once', NEEDS, async () => {
	const nowhere = new WakeUps(
		'postgres://fluid@127.0.0.1:1/fluid',
		() => {},
		async () => {},
	);
	await sleep(200);
	const startedAt = performance.now();
	await nowhere.stop();
	expect(performance.now() - startedAt).toBeLessThan(500);
});

test.skipIf(!isOnPostgres())(
	'an address at which nothing arrives is reported, and others are looked for all the same',
	NEEDS,
	async () => {
		const own = (await newTestDatabase()) as TestDatabase;
		const other = (await newTestDatabase()) as TestDatabase;
		const pool = new Pool({ connectionString: own.env.DATABASE_URL });
		const listening = (url: string) => {
			const reported: string[] = [];
			const wakeUps = new WakeUps(
				url,
				() => {},
				() => pool.query(NOTIFY),
			);
			const report = (reason: unknown) => reported.push((reason as Error).message);
			return { wakeUps, reported, report };
		};
		const right = listening(own.env.DATABASE_URL as string);
		const wrong = listening(other.env.DATABASE_URL as string);
		const nowhere = listening('postgres://fluid@127.0.0.1:1/fluid');
		// A service says where to report behind its start; by then it is known that nobody can be reached.
		await sleep(200);
		for (const { wakeUps, report } of [right, wrong, nowhere]) wakeUps.reportTo(report);

		const advice = expect.stringContaining('Have DATABASE_LISTEN_URL name the same database');
		await expect.poll(() => wrong.reported, { timeout: 10_000 }).toEqual([advice]);
		expect(nowhere.reported).toEqual([advice]);
		expect(right.reported).toEqual([]);
		const heard = [right, wrong, nowhere].map(({ wakeUps }) => wakeUps.isHeard);
		expect(heard).toEqual([true, false, false]);

		for (const { wakeUps } of [right, wrong, nowhere]) await wakeUps.stop();
		await pool.end();
		for (const { remove } of [own, other]) await remove();
	},
);
