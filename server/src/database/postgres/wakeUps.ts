import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { repeatedly } from '../../timing/repeatedly';

const CHANNEL = 'fluid_deliveries';
const AGAIN_AFTER_MS = 1_000;

const HEARD_WITHIN_MS = 2_000;
const ADVICE =
	'Meanwhile, deliveries that other processes have saved are looked for four times a second. Have DATABASE_LISTEN_URL name the same database on the server itself, not on a proxy.';

/** A network that swallows what is sent ends no connection: so it is asked as often whether it answers, within as long. */
const ASKED_EVERY_MS = 5_000;

/**
 * Listens to what other processes say when they have saved something to deliver. What is lost while the connection is,
 * a look into the table finds.
 */
export class WakeUps {
	/** Whether what this process says itself arrives here: only then, nobody has to look. */
	isHeard = false;
	/** Once a notification has arrived, the address is right: what fails later is an outage, which is reported elsewhere. */
	private isRight = false;
	/** What is wrong with the address; reported once, to whoever is there by then or comes later. */
	private fault: Error | undefined;
	private report: ((reason: unknown) => void) | undefined;
	private client: Client | undefined;
	private isStopped = false;
	private readonly stopping = new AbortController();
	private readonly ended: Promise<void>;

	/**
	 * @param woken called when something may be due
	 * @param call says so to everybody who listens, this process included
	 */
	constructor(
		private readonly url: string,
		private readonly woken: () => void,
		private readonly call: () => Promise<unknown>,
	) {
		this.ended = this.listen();
	}

	/** Has what is wrong with the address reported, also what was found before. */
	reportTo(report: (reason: unknown) => void): void {
		this.report = report;
		if (this.fault) report(this.fault);
	}

	/** Ends it, also while it connects. */
	async stop(): Promise<void> {
		this.isStopped = true;
		this.stopping.abort();
		await this.client?.end().catch(() => {});
		await this.ended;
	}

	/** One loop: whoever connects again for each sign of a lost connection has two connections soon, and then four. */
	private async listen(): Promise<void> {
		while (!this.isStopped) {
			await this.listenOnce().catch((reason: Error) =>
				this.warn(`Nobody can listen to the database: ${reason.message}.`),
			);
			this.isHeard = false;
			if (!this.isStopped) await this.pause();
		}
	}

	private async pause(): Promise<void> {
		const { signal } = this.stopping;
		await sleep(AGAIN_AFTER_MS, undefined, { ref: false, signal }).catch(() => {});
	}

	private async listenOnce(): Promise<void> {
		const client = new Client({
			connectionString: this.url,
			keepAlive: true,
			connectionTimeoutMillis: ASKED_EVERY_MS,
			query_timeout: ASKED_EVERY_MS,
		});
		const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
		client.on('error', () => {});
		client.on('notification', () => {
			this.isHeard = this.isRight = true;
			this.woken();
		});
		this.client = client;
		// pg leaves whoever connects waiting for ever when the connection is ended meanwhile.
		await Promise.race([client.connect(), ended]);
		if (this.isStopped) return;
		await client.query(`listen ${CHANNEL}`);
		this.woken();
		if (this.isStopped) await client.end();
		void this.test();
		const stopAsking = repeatedly(ASKED_EVERY_MS, () => ask(client), hangUpOn(client));
		await ended;
		await stopAsking();
	}

	private async test(): Promise<void> {
		const { signal } = this.stopping;
		await this.call().catch(() => {});
		await sleep(HEARD_WITHIN_MS, undefined, { ref: false, signal }).catch(() => {});
		if (!this.isHeard)
			this.warn('What processes say to one another in the database does not arrive.');
	}

	private warn(what: string): void {
		if (this.fault || this.isRight || this.isStopped) return;
		this.fault = new Error(`${what} ${ADVICE}`);
		this.report?.(this.fault);
	}
}

async function ask(client: Client): Promise<void> {
	await client.query('select 1');
}

function hangUpOn(client: Client): () => void {
	return () => void client.end().catch(() => {});
}

/** What says to others that something may be due. */
export const NOTIFY = `select pg_notify('${CHANNEL}', '')`;
