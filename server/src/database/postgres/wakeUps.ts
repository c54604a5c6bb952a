import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const CHANNEL = 'fluid_deliveries';
const AGAIN_AFTER_MS = 1_000;

/**
 * Listens to what other processes say when they have saved something to deliver. What is lost while the connection is,
 * a look into the table finds.
 */
export class WakeUps {
	private client: Client | undefined;
	private isStopped = false;
	private readonly ended: Promise<void>;

	/** @param woken called when something may be due */
	constructor(
		private readonly url: string,
		private readonly woken: () => void,
	) {
		this.ended = this.listen();
	}

	/** Ends it. */
	async stop(): Promise<void> {
		this.isStopped = true;
		await this.client?.end().catch(() => {});
		await this.ended;
	}

	/** One loop: whoever connects again for each sign of a lost connection has two connections soon, and then four. */
	private async listen(): Promise<void> {
		while (!this.isStopped) {
			await this.listenOnce().catch(() => {});
			if (!this.isStopped) await sleep(AGAIN_AFTER_MS, undefined, { ref: false });
		}
	}

	private async listenOnce(): Promise<void> {
		const client = new Client({ connectionString: this.url, keepAlive: true });
		const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
		client.on('error', () => {});
		client.on('notification', () => this.woken());
		this.client = client;
		await client.connect();
		await client.query(`listen ${CHANNEL}`);
		this.woken();
		if (this.isStopped) await client.end();
		await ended;
	}
}

/** What says to others that something may be due. */
export const NOTIFY = `select pg_notify('${CHANNEL}', '')`;
