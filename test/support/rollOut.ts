import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';
import { buildServiceIfStale } from '../../scripts/built.mjs';
import type { WorkspaceWebhook } from '../../contract/types';
import type { WorkspaceWrite } from '../../server/src/pipelineEditing/changes';
import { agencyClient } from './agencyClient';
import type { FakeN8n } from './fakeN8n';
import type { FluidFixture } from './fluid';
import { FluidClient } from './fluidClient';
import { commandHere } from './commandHere';
import type { CommandRun } from './fluidCommand';

/** The templates that a client of the tests has. */
export const ROLLED_OUT = ['cold-email', 'booking', 'stripe', 'won-to-slack'];

/** What stands in the variable SLACK. */
export const SLACK_URL = 'https://hooks.slack.example/services/T1/B2/secret';

/** A client of an agency, another one in each test, and the command that rolls workflows out to him. */
export class RollOut {
	agency!: FluidClient;
	client!: { id: string; name: string };
	/** Where clients.json is. */
	folder = '';
	private count = 0;

	private constructor(
		readonly fluid: FluidFixture,
		private readonly n8n: FakeN8n,
	) {}

	static forFile(fluid: FluidFixture, n8n: FakeN8n): RollOut {
		const rollOut = new RollOut(fluid, n8n);
		beforeAll(async () => {
			await buildServiceIfStale();
			rollOut.agency = await agencyClient(fluid);
			rollOut.folder = mkdtempSync(join(tmpdir(), 'fluid-clients-'));
			return () => rmSync(rollOut.folder, { recursive: true, force: true });
		}, 120_000);
		beforeEach(() => {
			rollOut.count += 1;
			rollOut.client = { id: `client-${rollOut.count}`, name: `Client ${rollOut.count}` };
			rollOut.write();
		});
		return rollOut;
	}

	/** Writes clients.json, with something of the client changed, or of the file. */
	write(change: object = {}, more: object = {}): void {
		const settings = { 'won-to-slack': { slack_url: 'env:SLACK' } };
		const manifest = {
			fluidUrl: this.fluid.url,
			n8n: { url: this.n8n.url, apiKey: 'env:N8N_KEY' },
			templates: ROLLED_OUT,
			clients: [{ ...this.client, settings, ...change }],
			...more,
		};
		writeFileSync(join(this.folder, 'clients.json'), JSON.stringify(manifest));
	}

	/** Puts a template, under another version, into the folder `own` beside clients.json. */
	ownTemplate(file: string, templateId: string): void {
		const template = JSON.parse(readFileSync(inRepository('templates', file), 'utf8'));
		mkdirSync(join(this.folder, 'own'), { recursive: true });
		writeFileSync(
			join(this.folder, 'own', file),
			JSON.stringify({ ...template, meta: { templateId } }),
		);
	}

	/** Runs `fluid clients` with clients.json. */
	run(command: string, ...args: string[]): Promise<CommandRun> {
		return commandHere(['clients', command, join(this.folder, 'clients.json'), ...args], {
			env: { FLUID_AGENCY_KEY: this.agency.key, N8N_KEY: 'n8n-key', SLACK: SLACK_URL },
		});
	}

	async workspaceId(): Promise<string> {
		const { body } = await this.agency.get('/api-workspaces?limit=200');
		return body.data.find(({ name }: { name: string }) => name === this.client.name).id;
	}

	/** Somebody changes pipelines, stages or fields of the client under Settings. */
	async edit<T>(work: (write: WorkspaceWrite) => Promise<T>): Promise<T> {
		const workspaceId = await this.workspaceId();
		return this.fluid.service.database.write(workspaceId, (transaction) =>
			work({ transaction, workspaceId }),
		);
	}

	/** The webhooks of the client in Fluid. */
	async webhooks(): Promise<WorkspaceWebhook[]> {
		return (await this.agency.get(`/api-workspaces/${await this.workspaceId()}/webhooks`)).body
			.data;
	}

	/** A client with a key of his workspace. */
	async reader(): Promise<FluidClient> {
		const workspace_id = await this.workspaceId();
		const { body } = await this.agency.post('/api-keys', {
			...{ workspace_id, name: 'Reader', replace: true },
		});
		return new FluidClient(this.fluid.url, body.key);
	}
}
