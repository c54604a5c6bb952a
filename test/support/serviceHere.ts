import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/src/config';
import { prepareFirstStart } from '../../server/src/firstStart';
import { type RunningService, startService } from '../../server/src/start';
import { FluidClient } from './fluidClient';

/**
 * A service that is ended and started again in this process, on a data folder of its own, as `npm start` does it: a
 * process of its own costs a second of CPU for each start. What kills it, or works beside it, uses `ServiceProcess`.
 */
export class ServiceHere {
	readonly folder = mkdtempSync(join(tmpdir(), 'fluid-service-'));
	/** A client with the key that the first start makes. */
	client!: FluidClient;
	private running: RunningService | undefined;

	/** @param env settings by the names of their environment variables */
	constructor(private readonly env: Record<string, string> = {}) {}

	/** @param more settings for this start alone */
	async start(more: Record<string, string> = {}): Promise<void> {
		const own = { PORT: '0', DATA_DIR: this.folder, LOG_LEVEL: 'error' };
		this.running = await startService(readConfig({ ...own, ...this.env, ...more }));
		const { url, database } = this.running;
		const first = await prepareFirstStart(database, new Date());
		this.client = new FluidClient(url, first?.key ?? this.client.key);
	}

	/** Ends it as SIGTERM does. */
	async end(): Promise<void> {
		await this.running?.stop();
		this.running = undefined;
	}

	/** Ends it for good. */
	async remove(): Promise<void> {
		await this.end();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
