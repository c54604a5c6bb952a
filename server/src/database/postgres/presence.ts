import type { Pool } from 'pg';
import { repeatedly } from '../../timing/repeatedly';
import { clock } from '../../values/clock';

/** What a process does, as the service's setting of this name says. */
export type ProcessRole = 'all' | 'api' | 'worker';

type Answer = {
	now: number;
	is_leader: boolean;
	delivering: number;
};

const BEAT_MS = 1_000;

/** A process that was not seen for so long is dead: what it was sending is sent by others. By the clock of the database. */
export const DEAD_AFTER = `interval '4 seconds'`;

/** The clock is not set for less than the way to the database may take. */
const CLOCK_TOLERANCE_MS = 50;

/** Says each second that it is there, sees which others are, and has what a dead one left sent by them. */
const BEAT = `
	with me as (
		insert into processes (id, role, seen_at) values ($1, $2, clock_timestamp())
		on conflict (id) do update set seen_at = excluded.seen_at
	), dead as (
		delete from processes where id <> $1 and seen_at < clock_timestamp() - ${DEAD_AFTER} returning id
	), forgotten as (
		delete from commits where split_part(lane, '/', 1) in (select id from dead)
	), released as (
		update deliveries set next_attempt_at = least(next_attempt_at, $3), claimed_until = null
		where claimed_by in (select id from dead) and claimed_until is not null and status = 'pending'
	), live as (
		select id, role from processes
		where id <> $1 and seen_at >= clock_timestamp() - ${DEAD_AFTER}
		union all select $1, $2
	)
	select extract(epoch from clock_timestamp()) * 1000 as now,
		(select id from live order by role = 'api', id limit 1) = $1 as is_leader,
		(select count(*) from live where role <> 'api') as delivering`;

const GONE = `
	with forgotten as (delete from commits where split_part(lane, '/', 1) = $1)
	delete from processes where id = $1`;

/** One process among those that work with a database at the same time. */
export class Presence {
	/** Whether it does what one process at a time is enough for. */
	isLeader = true;
	/** How many processes deliver; this one included. */
	delivering = 1;
	/** Is called with why it could not be said that it is there; the next second tries again. */
	report: (reason: unknown) => void = () => {};
	private stopBeating: (() => Promise<void>) | undefined;

	constructor(
		private readonly pool: Pool,
		private readonly id: string,
		private readonly role: ProcessRole,
	) {}

	/**
	 * Says that it is there, and each second again, until `leave`. Whoever needs the database alone finds it from here on:
	 * so it is said before anything is read that must not change meanwhile.
	 */
	async join(): Promise<void> {
		await this.beat();
		this.stopBeating = repeatedly(
			BEAT_MS,
			() => this.beat(),
			(reason) => this.report(reason),
		);
	}

	/** Says that it is gone, if it was there. */
	async leave(): Promise<void> {
		const { stopBeating } = this;
		this.stopBeating = undefined;
		if (!stopBeating) return;
		await stopBeating();
		await this.pool.query(GONE, [this.id]).catch(() => {});
	}

	/** Sets the clock by that of the database. */
	async setClock(): Promise<void> {
		const sentAt = Date.now();
		const { rows } = await this.pool.query<{ now: number }>(
			'select extract(epoch from clock_timestamp()) * 1000 as now',
		);
		set(rows[0]?.now, sentAt);
	}

	private async beat(): Promise<void> {
		const sentAt = Date.now();
		const { rows } = await this.pool.query<Answer>(BEAT, [
			this.id,
			this.role,
			clock.now().toISOString(),
		]);
		const [answer] = rows as [Answer];
		this.isLeader = answer.is_leader;
		this.delivering = Math.max(1, answer.delivering);
		set(answer.now, sentAt);
	}
}

/** The answer is of the middle of its way there and back; one that took long says nothing. */
function set(now: number | undefined, sentAt: number): void {
	const tookMs = Date.now() - sentAt;
	if (now === undefined || tookMs > CLOCK_TOLERANCE_MS) return;
	const behindMs = Math.round(now - sentAt - tookMs / 2);
	if (Math.abs(behindMs - clock.behindMs) > CLOCK_TOLERANCE_MS) clock.behindMs = behindMs;
}
