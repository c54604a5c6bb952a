import type { PulledDelivery } from '../../../contract/types.ts';
import { checkCommitted, checkHandedOut, type Fate, noteCommit } from '../promises/pulls.mts';
import { drawWebhook, kind, type OfWebhook } from './kind.mts';
import { edit, ofHook } from './webhooks.mts';

/** Whoever fetches a few deliveries, for how long, and how long it waits for one. */
export type Fetching = OfWebhook & { limit: number; leaseSeconds: number; waitSeconds: number };

/** What becomes of deliveries that were handed out, in turn; of some, nobody ever says anything. */
export type Committing = OfWebhook & { fates: Array<Fate | 'lost' | 'kept'>; isLate: boolean };

const FATES = ['succeeded', 'succeeded', 'failed', 'released', 'lost', 'kept'] as const;

/** Webhooks that are pulled: what is due is fetched, and committed, released or lost. */
export const pullKinds = {
	delivery: kind<OfWebhook & { delivery: 'push' | 'pull' }>(
		2,
		(chance) => ({ ...drawWebhook(chance), delivery: chance.pick(['push', 'pull']) }),
		(course, operation) => edit(course, operation, { delivery: operation.delivery }),
	),
	pull: kind<Fetching>(
		8,
		(chance) => ({
			...drawWebhook(chance),
			limit: chance.pick([1, 2, 50]),
			leaseSeconds: chance.pick([1, 10, 60, 3_600]),
			waitSeconds: chance.pick([0, 0, 0, 3, 20]),
		}),
		(course, operation) => {
			const hook = course.pulledHookOf(operation);
			const process = course.chosen(operation);
			if (!hook || !process) return;
			const { limit, leaseSeconds, waitSeconds } = operation;
			const asked = { at: course.world.now, clock: process.clock(), leaseSeconds };
			const body = { limit, lease_seconds: leaseSeconds, wait_seconds: waitSeconds };
			const call = { ...ofHook('post', '/pull', hook.id), body };
			course.call(operation, call, ({ body: { data } }) => {
				const handed = data as PulledDelivery[];
				checkHandedOut(course.watch, { hook, process, asked }, handed);
				hook.handed = [...(hook.handed ?? []), ...handed.map(({ id }) => id)];
			});
		},
	),
	commit: kind<Committing>(
		8,
		(chance) => ({
			...drawWebhook(chance),
			fates: Array.from({ length: 3 }, () => chance.pick(FATES)),
			isLate: chance.happens(0.2),
		}),
		(course, operation) => {
			const hook = course.pulledHookOf(operation);
			if (!hook) return;
			const { fates, isLate } = operation;
			const fateOf = (index: number) => fates[index % fates.length] as Committing['fates'][number];
			const able = [...new Set(isLate ? hook.committed : hook.handed)];
			const fate = new Map(able.map((id, index) => [id, fateOf(index)]));
			const withFate = (...wanted: string[]) =>
				able.filter((id) => wanted.includes(fate.get(id) as string));
			hook.committed = [...(hook.committed ?? []), ...withFate('succeeded', 'failed', 'lost')];
			hook.handed = (hook.handed ?? []).filter((id) => (fate.get(id) ?? 'kept') === 'kept');
			const said = {
				succeeded: withFate('succeeded'),
				failed: withFate('failed'),
				released: withFate('released'),
			};
			const ask = noteCommit(course.watch, hook, said);
			const body = { ...said, failed: said.failed.map((id) => ({ id, error: ask.error })) };
			course.call(operation, { ...ofHook('post', '/commit', hook.id), body }, (answer) =>
				checkCommitted(course.watch, hook, ask, answer.body),
			);
		},
	),
};
