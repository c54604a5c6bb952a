import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { postgresPrograms } from '../../../../scripts/postgres.mjs';
import { needs } from '../../../../test/support/needs';
import { mountSmallDisk, type SmallDisk } from '../../../../test/support/smallDisk';
import { BusyService, NEEDS_POSTGRES, withServer } from './busyService';
import { chanceFor } from './seed';
import { type SwallowingWay, swallowingWay } from './swallowingWay';

const minute = 60_000;

let busy: BusyService | undefined;
let way: SwallowingWay | undefined;
let disk: SmallDisk | undefined;
afterEach(async () => {
	way?.close();
	await busy?.stop();
	disk?.remove();
	busy = way = disk = undefined;
}, 60_000);

withServer(
	'the network swallows what one of two processes and the database send',
	{ ...NEEDS_POSTGRES, timeout: 3 * minute },
	async () => {
		const chance = chanceFor('swallowing network');
		const started = await BusyService.start(
			[{}, {}],
			async (url) => (way = await swallowingWay(url)).url,
		);
		busy = started;
		started.isEachOfOne = true;
		await started.begin();
		await sleep(chance.between(0, 1_000));
		const [before = 0] = started.answeredBy;
		const swallowedAt = Date.now();
		await started.fault(async () => way?.swallow());
		// What the silent process holds ends by itself: the other one goes on.
		await expect
			.poll(() => started.answeredBy[0] ?? 0, { timeout: 30_000, interval: 50 })
			.toBeGreaterThan(before + 20);
		expect(Date.now() - swallowedAt).toBeLessThan(25_000);
		await sleep(chance.between(5_000, 15_000));
		await started.fault(async () => way?.heal());
		const [, silent = 0] = started.answeredBy;
		await expect
			.poll(() => started.answeredBy[1] ?? 0, { timeout: minute, interval: 50 })
			.toBeGreaterThan(silent + 20);
		await started.expectNothingMissed();
		expect(started.unanswered).toBe(0);
		expect([...started.codes].filter((code) => code !== 'unavailable')).toEqual([]);
	},
);

withServer(
	'the server takes no more connections, and those of the service end',
	{ ...NEEDS_POSTGRES, timeout: 2 * minute },
	async () => {
		const chance = chanceFor('no more connections');
		const started = await BusyService.start([{}, {}], undefined, { max_connections: '24' });
		busy = started;
		await started.begin();
		await sleep(chance.between(0, 1_000));
		const first = await holdConnections(started.postgres.url);
		await started.fault(async () => {
			await first.endThoseOfService();
			const rest = await holdConnections(started.postgres.url);
			expect(rest.held).toBeGreaterThan(0);
			await sleep(chance.between(1_000, 5_000));
			await rest.release();
		});
		await first.release();
		await started.expectNothingMissed();
		expect({ unanswered: started.unanswered, refused: started.refused }).toEqual({
			unanswered: 0,
			refused: 0,
		});
	},
);

const small = mountSmallDisk(1);
small?.remove();

test.skipIf(postgresPrograms() === undefined || small === undefined)(
	'the disk of the database is full for a while',
	{ ...needs('PostgreSQL, and a mount that may be made (as root)'), timeout: 3 * minute },
	async () => {
		const chance = chanceFor('full disk');
		const own = mountSmallDisk(24) as SmallDisk;
		disk = own;
		const started = await BusyService.start([{}, {}]);
		busy = started;
		await started.rows(`create tablespace small location '${own.folder}'`);
		for (const table of ['deals', 'events', 'deliveries', 'attempts'])
			await started.rows(`alter table ${table} set tablespace small`);
		await started.begin();
		await sleep(chance.between(0, 1_000));
		await started.fault(async () => {
			own.fill();
			await expect
				.poll(() => started.refused, { timeout: 30_000, interval: 20 })
				.toBeGreaterThan(20);
			await sleep(chance.between(0, 3_000));
		});
		expect([...started.codes]).toEqual(['disk_full']);
		await started.fault(async () => own.free());
		await started.expectNothingMissed();
		expect(started.unanswered).toBe(0);
	},
);

/** Connections of a test's own. */
type Held = {
	held: number;
	endThoseOfService: () => Promise<unknown>;
	release: () => Promise<unknown>;
};

/** Takes all connections that the server still gives. */
async function holdConnections(url: string): Promise<Held> {
	const clients: Client[] = [];
	for (;;) {
		const client = new Client({ connectionString: url });
		client.on('error', () => {});
		try {
			await client.connect();
			clients.push(client);
		} catch {
			break;
		}
	}
	return {
		held: clients.length,
		endThoseOfService: async () =>
			clients[0]?.query(
				`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'fluid%'`,
			),
		release: () => Promise.all(clients.map((client) => client.end())),
	};
}
