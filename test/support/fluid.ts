import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect } from 'vitest';
import type { CustomField } from '../../contract/types';
import { readConfig } from '../../server/src/config';
import { sql } from '../../server/src/database/sql';
import { createKey } from '../../server/src/keys/store';
import {
	createCustomField,
	createPipeline,
	createStage,
} from '../../server/src/pipelineEditing/store';
import { type RunningService, startService } from '../../server/src/start';
import { createWorkspaceWithDefaults } from '../../server/src/firstStart';
import { FluidClient } from './fluidClient';
import { putMigratedDatabase } from './migratedDatabase';
import { newTestDatabase } from './postgresDatabase';

/** A running service with an empty workspace: the pipeline Sales with its five stages, no deals. */
export class FluidFixture extends FluidClient {
	constructor(
		readonly service: RunningService,
		readonly workspaceId: string,
		key: string,
		readonly dataDir: string,
		private readonly now: () => Date,
		private readonly removeDatabase: () => Promise<void> = async () => {},
	) {
		super(service.url, key);
	}

	/** Makes one more pipeline with its stages; answers its id. */
	async addPipeline(name: string, stages: string[]): Promise<string> {
		return this.service.database.write(this.workspaceId, async (transaction) => {
			const id = await createPipeline(transaction, this.workspaceId, name);
			for (const stage of stages) await createStage(transaction, this.workspaceId, id, stage);
			return id;
		});
	}

	/** Makes a custom field, in the first pipeline unless another is named; answers its id. */
	async addCustomField(
		field: Pick<CustomField, 'key' | 'name' | 'type'> & Partial<CustomField>,
	): Promise<string> {
		const pipeline_id = field.pipeline_id ?? (await this.firstPipelineId());
		return this.service.database.write(this.workspaceId, (transaction) =>
			createCustomField(transaction, this.workspaceId, {
				options: [],
				required: false,
				...field,
				pipeline_id,
			}),
		);
	}

	/** A client with another key of the same workspace. */
	async withNewKey(name: string): Promise<FluidClient & { keyId: string }> {
		const { id, key } = await this.service.database.writeService((transaction) =>
			createKey(transaction, this.workspaceId, name, this.now()),
		);
		return Object.assign(new FluidClient(this.url, key), { keyId: id });
	}

	/** A client of another workspace, furnished like the first. */
	async otherWorkspace(name: string): Promise<FluidClient> {
		return new FluidClient(
			this.url,
			await newWorkspace(this.service, name, this.now()).then(({ key }) => key),
		);
	}

	/** Resolves once every delivery was tried: what was to come has come by then. */
	async everythingTried(): Promise<void> {
		const untried = sql`
			select count(*) as count from deliveries where status = 'pending' and attempts = 0`;
		await expect
			.poll(() => this.service.database.get(untried), { timeout: 10_000, interval: 5 })
			.toEqual({ count: 0 });
	}

	async stop(): Promise<void> {
		await this.service.stop();
		await this.removeDatabase();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

	private async firstPipelineId(): Promise<string> {
		const { body } = await this.get('/api-pipelines');
		return body.data[0].id;
	}
}

/**
 * Starts the service in this process on a free port with an empty data folder.
 *
 * @param env settings by the names of their environment variables
 */
export async function startFluid(
	env: Record<string, string> = {},
	now: () => Date = () => new Date(),
): Promise<FluidFixture> {
	const folder = mkdtempSync(join(tmpdir(), 'fluid-test-'));
	const postgres = await newTestDatabase();
	if (!postgres) await putMigratedDatabase(folder);
	const own = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', ...postgres?.env };
	const config = readConfig({ ...own, ...env });
	const service = await startService(config, now);
	const { id, key } = await newWorkspace(service, 'My workspace', now());
	return new FluidFixture(service, id, key, folder, now, async () => postgres?.remove());
}

/**
 * The same for all tests of a file, or of the `describe` it stands in: started before the first of them, stopped after
 * the last. It is a constant, so that the functions of the file can use it as the tests do; it is empty until they run.
 */
export function fluidForFile(...settings: Parameters<typeof startFluid>): FluidFixture {
	return startedForFile(() => startFluid(...settings));
}

/** As `fluidForFile`, for a service that is started in another way. */
export function startedForFile(start: () => Promise<FluidFixture>): FluidFixture {
	const fluid = Object.create(FluidFixture.prototype) as FluidFixture;
	beforeAll(async () => {
		Object.assign(fluid, await start());
		return () => fluid.stop();
	});
	return fluid;
}

async function newWorkspace({ database }: RunningService, name: string, now: Date) {
	const { id } = await createWorkspaceWithDefaults(database, name, 'USD', now);
	const { key } = await database.writeService((transaction) =>
		createKey(transaction, id, 'First key', now),
	);
	return { id, key };
}
