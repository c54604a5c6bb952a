import { receiverPath, type SeenSubscription } from '../subscriptions.mts';
import type { Watch } from '../watch.mts';

const FIVE_DAYS = 5 * 24 * 60 * 60 * 1000;

/** What came of a try, whether it was sent or whoever fetched it said so. */
export type TriedAtAddress = {
	path: string;
	startedAt: number;
	clock: number;
	error: string | null;
};

/** Checks that the service has paused webhooks only for a reason. */
export function checkPauses(watch: Watch, before: Map<string, SeenSubscription>): void {
	for (const [id, { row }] of watch.subscriptions) {
		const was = before.get(id)?.row;
		if (was?.status !== 'active' || row.status !== 'paused') continue;
		const reason = row.paused_reason ?? '';
		if (reason === 'Paused manually.') continue;
		const sends = watch.allSends.filter(({ path }) => path === receiverPath(was.url));
		if (reason.startsWith('The receiver answered 410')) {
			watch.world.note('paused by 410');
			if (!sends.some(({ status, clock }) => status === 410 && clock >= Date.parse(was.updated_at)))
				watch.fail('a late answer of an old address pauses nothing', id);
			continue;
		}
		watch.world.note('paused after five days of failures');
		const since = /since (\S+);/.exec(reason)?.[1] ?? '';
		const slack = 1_000 + watch.clockSpreadMs;
		if (watch.world.now - Date.parse(since) < FIVE_DAYS - slack)
			watch.fail('five days of failures pause, no less', id);
		const sent = sends
			.filter(({ recordedAt }) => recordedAt !== undefined)
			.map((one) => ({ ...one, error: one.recordedError }));
		const ofPath = watch.outcomes.filter(({ path }) => path === receiverPath(was.url));
		const recorded = [...sent, ...ofPath];
		const long = watch.world.now - FIVE_DAYS + slack;
		if (!recorded.some((one) => one.error !== null && one.startedAt <= long))
			watch.fail('five days of failures at the present address pause', id);
		if (
			watch.clockSpreadMs === 0 &&
			recorded.some((one) => one.error === null && one.clock > Date.parse(since))
		)
			watch.fail('five days of nothing but failures pause', id);
	}
}
