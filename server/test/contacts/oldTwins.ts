import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FluidFixture } from '../../../test/support/fluid';
import { readConfig } from '../../src/config';
import { DATABASE_FILE } from '../../src/database/embedded';
import { migrate, migrations } from '../../src/database/migrate';
import { newId } from '../../src/values/ids';
import { createKey } from '../../src/keys/store';
import { startService } from '../../src/start';

/** A row of an old database, in the order its names are given. */
type Row = Record<string, string | number | null>;

const AT = '2026-03-02T09:00:00.000Z';

/** A database as the version before the keys of addresses left it, with whatever is put into it. */
export class OldDatabase {
	readonly folder = mkdtempSync(join(tmpdir(), 'fluid-test-'));
	readonly workspaceId = newId('ws');
	readonly pipelineId = newId('pip');
	readonly stageId = newId('stg');
	private readonly connection = new DatabaseSync(join(this.folder, DATABASE_FILE));

	constructor() {
		const workspace_id = this.workspaceId;
		migrate(
			this.connection,
			migrations.filter(({ name }) => name < '0011'),
		);
		this.insert('workspaces', {
			id: workspace_id,
			name: 'Client',
			currency: 'USD',
			created_at: AT,
		});
		const pipeline = { workspace_id, name: 'Sales', position: 1 };
		this.insert('pipelines', { id: this.pipelineId, ...pipeline });
		const stage = { pipeline_id: this.pipelineId, name: 'New lead' };
		this.insert('stages', { id: this.stageId, ...pipeline, ...stage });
	}

	/** Adds a contact as it was kept then, its address compared in small letters alone; answers its id. */
	contact(email: string, more: Row = {}): string {
		const row = { email, email_key: email.toLowerCase(), name: null, company_id: null, ...more };
		return this.party('contacts', 'con', row);
	}

	/** Adds a company as it was kept then; answers its id. */
	company(name: string, domain: string | null): string {
		return this.party('companies', 'com', { name, name_key: name.toLowerCase(), domain });
	}

	/** Adds an open deal; answers its id. */
	deal(name: string, contact_id: string, company_id: string | null = null): string {
		const place = { pipeline_id: this.pipelineId, stage_id: this.stageId };
		const lists = { custom_fields: '{}', labels: '[]', notes: 0 };
		const values = { name, currency: 'USD', status: 'open', contact_id, company_id };
		return this.party('deals', 'deal', { ...values, ...place, ...lists });
	}

	/** Starts today's service on it. */
	async start(now: () => Date = () => new Date()): Promise<FluidFixture> {
		this.connection.close();
		const config = readConfig({ PORT: '0', DATA_DIR: this.folder, LOG_LEVEL: 'error' });
		const service = await startService(config, now);
		const { key } = await service.database.writeService((transaction) =>
			createKey(transaction, this.workspaceId, 'First key', now()),
		);
		return new FluidFixture(service, this.workspaceId, key, this.folder, now);
	}

	private party(table: string, kind: 'con' | 'com' | 'deal', row: Row): string {
		const id = newId(kind);
		const times = { created_at: AT, updated_at: AT };
		this.insert(table, { id, workspace_id: this.workspaceId, ...row, ...times });
		return id;
	}

	private insert(table: string, row: Row): void {
		const places = Object.keys(row).map(() => '?');
		const text = `insert into ${table} (${Object.keys(row)}) values (${places})`;
		this.connection.prepare(text).run(...Object.values(row));
	}
}
