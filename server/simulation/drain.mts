import type { PulledDelivery } from '../../contract/types.ts';
import type { Course } from './course.mts';
import { ofHook } from './operations/webhooks.mts';
import { checkCommitted, checkHandedOut, noteCommit } from './promises/pulls.mts';

const LOOK_AGAIN_MS = 1_000;
const AS_DONE_BY = { i: -1, kind: 'drain', wait: 0, slot: 0 };

/** Fetches what is due of webhooks that are pulled, and says that it has arrived, until nothing is left. */
export class Drain {
	readonly #course: Course;
	readonly #busyUntil = new Map<string, number>();

	constructor(course: Course) {
		this.#course = course;
	}

	/** Begins to fetch where something is due and nobody is at it. */
	look(): void {
		const { watch, world } = this.#course;
		for (const row of watch.rows.values()) {
			if (row.status !== 'pending' || row.next_attempt_at === null) continue;
			const hook = watch.queues.get(row.queue_id)?.now;
			if (hook?.delivery !== 'pull' || Date.parse(row.next_attempt_at) > world.now) continue;
			if ((this.#busyUntil.get(hook.id) ?? 0) > world.now) continue;
			this.#busyUntil.set(hook.id, world.now + LOOK_AGAIN_MS);
			this.#fetch(hook.id);
			// Time may leap over where it looks again.
			world.at(world.now + LOOK_AGAIN_MS, undefined, () => {});
		}
	}

	#fetch(id: string): void {
		const course = this.#course;
		const { watch, world } = course;
		const process = course.chosen(AS_DONE_BY);
		if (!process) return;
		const hook = { id, path: '', version: 0 };
		const asked = { at: world.now, clock: process.clock(), leaseSeconds: 10 };
		const body = { limit: 200, lease_seconds: asked.leaseSeconds };
		course.call(AS_DONE_BY, { ...ofHook('post', '/pull', id), body }, ({ body: { data } }) => {
			const handed = data as PulledDelivery[];
			checkHandedOut(watch, { hook, process, asked }, handed);
			const said = { succeeded: handed.map((one) => one.id), failed: [], released: [] };
			if (handed.length === 0) return;
			const ask = noteCommit(watch, hook, said);
			course.call(AS_DONE_BY, { ...ofHook('post', '/commit', id), body: said }, (answer) =>
				checkCommitted(watch, hook, ask, answer.body),
			);
		});
	}
}
