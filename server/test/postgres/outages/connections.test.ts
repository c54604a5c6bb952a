import { afterEach, expect } from 'vitest';
import { BusyService, NEEDS_POSTGRES, withServer } from './busyService';
import { type LossyWay, lossyWay } from './lostCommit';

const minute = 60_000;

let busy: BusyService;
let way: LossyWay | undefined;
afterEach(async () => {
	await busy.stop();
	way?.close();
	way = undefined;
});

const start = async (settings: Array<Record<string, string>>) => {
	busy = await BusyService.start(settings);
	await busy.begin();
};

withServer(
	'the database is restarted, crashes, and ends all connections',
	{ ...NEEDS_POSTGRES, timeout: 3 * minute },
	async () => {
		await start([{}, {}]);
		const { postgres } = busy;
		for (const outage of [
			() =>
				busy.rows(
					'select pg_terminate_backend(pid) from pg_stat_activity where application_name like $1',
					['fluid%'],
				),
			() => postgres.restart('SIGINT'),
			() => postgres.restart('SIGQUIT'),
		]) {
			await busy.fault(outage);
			await busy.busy();
		}
		expect({ unanswered: busy.unanswered, refused: busy.refused }).toEqual({
			unanswered: 0,
			refused: 0,
		});
		await busy.expectNothingMissed();
	},
);

withServer(
	'the answer to a commit is lost: what was saved is answered once, and not done again',
	{ ...NEEDS_POSTGRES, timeout: 2 * minute },
	async () => {
		busy = await BusyService.start([{}], async (url) => (way = await lossyWay(url)).url);
		await busy.begin();
		way?.loseNext(10);
		await busy.fault(() => busy.busy());
		await busy.expectNothingMissed();
		expect(way?.lost()).toBe(10);
		expect({ unanswered: busy.unanswered, refused: busy.refused }).toEqual({
			unanswered: 0,
			refused: 0,
		});
		const [{ deals } = { deals: 0 }] = await busy.rows<{ deals: number }>(
			'select count(*)::int as deals from deals',
		);
		expect(deals).toBe(busy.acknowledged.length);
	},
);
