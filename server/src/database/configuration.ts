import type { Reader } from './database';
import { tablesRead } from './readCache';
import { sql, type Statement } from './sql';

/** Where the configuration of workspaces stands. */
const TABLES = new Set([
	'workspaces',
	'pipelines',
	'stages',
	'custom_fields',
	'webhooks',
	'proofs',
]);

/** In place of a workspace: what belongs to none in particular, or to all of them, is counted and locked under it. */
export const NO_WORKSPACE = '';

const MOST_KEPT = 3_000;

/** Where versions stand: runs the statements of a change one after another. */
type Connection = {
	all: <T>(statement: Statement) => T[] | Promise<T[]>;
	run: (statement: Statement) => unknown;
};

type Kept = { version: string; value: unknown };

/** Returns whether a statement that writes a table changes configuration; undefined: it is not known which table. */
export function isConfiguration(table: string | undefined): boolean {
	return table === undefined || TABLES.has(table);
}

/** What was read of configuration in earlier transactions, each with the version it is of. */
export class KeptConfiguration {
	private readonly kept = new Map<string, Kept>();

	/** Returns what is kept under a key, of whatever version. */
	get(key: string): Kept | undefined {
		return this.kept.get(key);
	}

	/** Keeps a value in place of an earlier one; what was kept first makes room. */
	keep(key: string, kept: Kept): void {
		this.kept.delete(key);
		if (this.kept.size >= MOST_KEPT) this.kept.delete(this.kept.keys().next().value as string);
		this.kept.set(key, kept);
	}
}

/** Returns what reads the versions of a workspace's configuration: its own and that of all, each counted up by itself. */
export function versionsOf(workspaceId: string): Statement {
	return sql`
		select configuration_version from counters where workspace_id in (${workspaceId}, ${NO_WORKSPACE})
		order by workspace_id`;
}

/**
 * What a transaction reads of the configuration of workspaces. It is kept from one transaction to the next while the
 * workspace's version, which every change of one of the tables above counts up in its own transaction, is the same.
 */
export class Configuration {
	/** What this transaction has read, by workspace and name: keys put together would have to be hashed for each look. */
	private read = new Map<string, Map<string, Promise<unknown>>>();
	private isChanged = false;

	constructor(
		private readonly reader: Reader,
		private readonly connection: Connection,
		private readonly kept = new KeptConfiguration(),
	) {}

	/** Returns what `load` has answered; it must read the workspace's configuration and nothing else. */
	get<T>(workspaceId: string, name: string, load: (reader: Reader) => Promise<T>): Promise<T> {
		const read = this.readOf(workspaceId);
		const known = read.get(name);
		if (known) return known as Promise<T>;
		const value = this.keptOrLoaded(workspaceId, `${name} ${workspaceId}`, load);
		read.set(name, value);
		// One change's failure is not its neighbours' in the same commit.
		value.catch(() => read.delete(name));
		return value as Promise<T>;
	}

	private readOf(workspaceId: string): Map<string, Promise<unknown>> {
		const known = this.read.get(workspaceId);
		if (known) return known;
		const read = new Map<string, Promise<unknown>>();
		this.read.set(workspaceId, read);
		return read;
	}

	/** To be called when a transaction begins, and when it is undone. */
	begins(): void {
		this.read = new Map();
		this.isChanged = false;
	}

	/** To be called when configuration was written: of a workspace, or of none in particular, which may be that of all. */
	changed(workspaceId = NO_WORKSPACE): void {
		this.connection.run(sql`
			insert into counters (workspace_id, sequence, configuration_version) values (${workspaceId}, 0, 1)
			on conflict (workspace_id) do update set configuration_version = counters.configuration_version + 1`);
		this.mayBeUndone();
	}

	/** To be called when a part of the transaction is undone as well: what is read from now on may never be committed. */
	mayBeUndone(): void {
		this.read = new Map();
		this.isChanged = true;
	}

	private async keptOrLoaded(
		workspaceId: string,
		key: string,
		load: (reader: Reader) => Promise<unknown>,
	): Promise<unknown> {
		const { read } = this;
		const version = this.isChanged ? undefined : await this.versionOf(workspaceId);
		if (version === undefined || this.read !== read) return load(this.reader);
		const kept = this.kept.get(key);
		if (kept && kept.version === version) return kept.value;

		const value = frozen(await load(this.ofConfiguration));
		if (this.read === read) this.kept.keep(key, { version, value });
		return value;
	}

	private async versionOf(workspaceId: string): Promise<string> {
		const rows = await this.connection.all<{ configuration_version: number }>(
			versionsOf(workspaceId),
		);
		return rows.map(({ configuration_version }) => configuration_version).join(' ');
	}

	/** What else is read would change without a new version. */
	private readonly ofConfiguration: Reader = {
		all: (statement) => this.reader.all(known(statement)),
		get: (statement) => this.reader.get(known(statement)),
	};
}

function known(statement: Statement): Statement {
	for (const table of tablesRead(statement))
		if (!TABLES.has(table)) throw new Error(`${table} holds no configuration of workspaces.`);
	return statement;
}

/** Everybody after reads the same objects: nobody may change one. */
function frozen<T>(value: T): T {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const inside of Object.values(value)) frozen(inside);
	}
	return value;
}
