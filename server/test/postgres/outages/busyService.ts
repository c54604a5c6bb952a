import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { expect, test } from 'vitest';
import { postgresPrograms } from '../../../../scripts/postgres.mjs';
import { newKeyText } from '../../../src/secrets/key';
import { needs } from '../../../../test/support/needs';
import { type PostgresServer, startPostgresServer } from '../../../../test/support/postgresServer';
import { type Received, Receiver } from '../../../../test/support/receiver';
import { ServiceProcess } from '../../../../test/support/serviceProcess';

/** What tests of outages need: a server that they may restart. */
export const NEEDS_POSTGRES = needs(
	'a PostgreSQL that can be started (Debian: apt install postgresql)',
);

/** A test that is skipped where there is none. */
export const withServer = test.skipIf(postgresPrograms() === undefined);

const SENDERS = 8;
const PAUSE_MS = 25;
/** A delivery that was on its way when something was taken away may arrive once more. */
const ON_ITS_WAY_MS = 2_000;
const SETTLED_WITHIN_MS = 60_000;

/** What is on a disk survives the end of its process, also without waiting for the disk. */
const CRASH_SAFE = { synchronous_commit: 'on', full_page_writes: 'on' };

/** Processes of the service on one PostgreSQL server, under load, with a receiver that notes each arrival. */
export class BusyService {
	readonly acknowledged: string[] = [];
	/** Of those, how many each process has answered. */
	readonly answeredBy: number[] = [];
	/** The codes of those that were asked to come again. */
	readonly codes = new Set<string>();
	/** Requests that got no answer, or were asked to come again. */
	unanswered = 0;
	refused = 0;
	readonly faults: number[] = [];
	/** Whether each sender asks one process, and not all of them in turn: else all wait for the slowest. */
	isEachOfOne = false;
	private isStopped = false;
	private senders: Array<Promise<void>> = [];

	private constructor(
		readonly postgres: PostgresServer,
		readonly processes: ServiceProcess[],
		readonly receiver: Receiver,
		private readonly pool: Pool,
	) {}

	/**
	 * Starts it.
	 *
	 * @param settings of each process, as many as there are
	 * @param through returns the address by which the last of them reaches the database
	 * @param ofServer settings of the server
	 * @param program of another version of the service
	 */
	static async start(
		settings: Array<Record<string, string>>,
		through: (url: string) => Promise<string> = async (url) => url,
		ofServer: Record<string, string> = {},
		program?: string,
	): Promise<BusyService> {
		const postgres = await startPostgresServer({ ...CRASH_SAFE, ...ofServer });
		if (!postgres) throw new Error('No PostgreSQL is installed.');
		const env = { FLUID_SECRET_KEY: newKeyText(), FLUID_RATE_LIMIT: '0' };
		const last = settings.length - 1;
		const lastUrl = await through(postgres.url);
		const given = settings.map((own, index) => ({
			...env,
			DATABASE_URL: index === last ? lastUrl : postgres.url,
			...own,
		}));
		const [own = {}, ...others] = given;
		const first = await ServiceProcess.start(own, program);
		const processes = [first];
		for (const other of others) processes.push(await first.beside(other, program));
		const receiver = await Receiver.start();
		await first.client.post('/api-webhooks', { url: receiver.url, events: ['deal.created'] });
		const pool = new Pool({ connectionString: postgres.url });
		pool.on('error', () => {});
		return new BusyService(postgres, processes, receiver, pool);
	}

	/** Sends deals to those processes that answer, until `settle`; resolves when some were acknowledged. */
	async begin(): Promise<void> {
		this.senders = Array.from({ length: SENDERS }, (_, sender) => this.send(sender));
		await this.busy();
	}

	/** Resolves when some more were acknowledged. */
	async busy(more = 50): Promise<void> {
		const wanted = this.acknowledged.length + more;
		await expect
			.poll(() => this.acknowledged.length, { timeout: 30_000, interval: 20 })
			.toBeGreaterThanOrEqual(wanted);
	}

	/** Takes something away from it, and notes when. */
	async fault(what: () => Promise<unknown>): Promise<void> {
		this.faults.push(Date.now());
		await what();
		this.faults.push(Date.now());
	}

	/** Starts one more process, of the version that is tested, and has it asked as well. */
	async beside(): Promise<void> {
		this.processes.push(await (this.processes[0] as ServiceProcess).beside());
	}

	/** Asks the database. */
	async rows<T>(text: string, values: unknown[] = []): Promise<T[]> {
		return (await this.pool.query(text, values)).rows as T[];
	}

	/** Ends the load, and waits until everything was delivered. */
	async settle(): Promise<void> {
		this.isStopped = true;
		await Promise.all(this.senders);
		const left = () =>
			this.rows<{ left: string }>(
				`select count(*) as left from deliveries where status <> 'succeeded'`,
			);
		await expect.poll(left, { timeout: SETTLED_WITHIN_MS, interval: 100 }).toEqual([{ left: '0' }]);
	}

	/** Goes on for a while, ends the load, and looks for what the product promises, whatever was taken away meanwhile. */
	async expectNothingMissed(): Promise<void> {
		await this.busy();
		await this.settle();
		const deals = await this.rows<{ id: string }>('select id from deals');
		const known = new Set(deals.map(({ id }) => id));
		expect(this.acknowledged.filter((id) => !known.has(id))).toEqual([]);
		const [gaps] = await this.rows(
			`select max(sequence) - min(sequence) + 1 - count(*) as gaps,
				count(*) filter (where type = 'deal.created')::int as created,
				(select count(*)::int from deliveries) as deliveries from events`,
		);
		expect(gaps).toEqual({ gaps: '0', created: deals.length, deliveries: deals.length });
		const arrived = this.arrived();
		expect(deals.filter(({ id }) => !arrived.has(id))).toEqual([]);
		const twice = [...arrived.values()].filter((calls) => calls.length > 1);
		expect(twice.filter(([first]) => !this.wasOnItsWay(first?.at ?? 0))).toEqual([]);
	}

	/** How many deals have arrived more than once. */
	twice(): number {
		return [...this.arrived().values()].filter((calls) => calls.length > 1).length;
	}

	async stop(): Promise<void> {
		this.isStopped = true;
		await Promise.allSettled(this.senders);
		for (const each of this.processes) await each.kill('SIGKILL');
		await this.processes[0]?.stop();
		await this.receiver.stop();
		await this.pool.end();
		await this.postgres.stop();
	}

	private arrived(): Map<string, Received[]> {
		return Map.groupBy(this.receiver.received, ({ event }) => event.data.deal?.id ?? '');
	}

	private wasOnItsWay(at: number): boolean {
		return this.faults.some((fault) => Math.abs(fault - at) < ON_ITS_WAY_MS);
	}

	private async send(sender: number): Promise<void> {
		for (let number = 0; !this.isStopped; number += 1) {
			const turn = (sender + (this.isEachOfOne ? 0 : number)) % this.processes.length;
			const process = this.processes[turn] as ServiceProcess;
			try {
				const { status, body } = await process.client.ingest({ name: `Lead ${sender}-${number}` });
				if (status === 201) {
					this.acknowledged.push(body.deal.id);
					this.answeredBy[turn] = (this.answeredBy[turn] ?? 0) + 1;
				} else {
					this.refused += 1;
					this.codes.add(body.code);
				}
			} catch {
				this.unanswered += 1;
			}
			await sleep(PAUSE_MS);
		}
	}
}
