import type { Pool, PoolClient } from 'pg';
import { NewerDatabase } from '../migrate';
import { twins } from '../migrations/0033_twins';
import { schema } from './schema';

/** A change of the tables. Versions beside one another run on the same tables, so it only adds (CONTRIBUTING.md). */
type PostgresMigration = { name: string; change: string };

/**
 * What processes settle among themselves: it may be lost in a crash, and nobody waits for the disk. Wrong passwords are
 * counted on the disk, by the network they came from; those of all together are of the network ''.
 */
const settling = `
	create unlogged table allowances (
		name text collate "C" primary key,
		per_minute double precision not null,
		tokens double precision not null,
		filled_at bigint not null
	);
	alter table processes add column late text not null default '[]';
	create table wrong_passwords (
		network text collate "C" primary key,
		count double precision not null,
		at bigint not null,
		is_welcome integer not null default 0
	);`;

/** Every change of the tables, oldest first; one that was released never changes. */
export const postgresMigrations: PostgresMigration[] = [
	{ name: '0001_start', change: schema },
	{
		name: '0002_deleted_workspaces',
		change: 'alter table workspaces add column deleted_at text collate "C"',
	},
	{
		name: '0003_moves',
		change:
			'create table moves (source text collate "C" primary key, started_at text not null, finished_at text)',
	},
	{ name: '0004_settling', change: settling },
	{ name: '0005_twins', change: twins },
	{
		name: '0006_companies_by_id',
		change: 'create index companies_by_id on companies (workspace_id, id)',
	},
	{
		name: '0007_agency_keys',
		change: `
			create table agency_keys (
				id text collate "C" primary key,
				name text collate "C" not null,
				hash text collate "C" not null unique,
				last_four text collate "C" not null,
				created_at text collate "C" not null,
				last_used_at text collate "C",
				deleted_at text collate "C"
			);
			alter table webhooks add column key_id text collate "C"`,
	},
	{
		name: '0008_proofs',
		change: `
			create table proofs (
				workspace_id text collate "C" not null,
				id text collate "C" not null unique,
				email text collate "C" not null,
				email_key text collate "C" not null,
				created_at text collate "C" not null,
				expires_at text collate "C" not null,
				primary key (workspace_id, id)
			);
			create table proof_records (
				workspace_id text collate "C" not null,
				record_id text collate "C" not null,
				proof_id text collate "C" not null,
				primary key (workspace_id, record_id)
			);
			alter table events add column proof_id text collate "C";
			create index events_by_proof on events (proof_id) where proof_id is not null;
			alter table webhooks add column proof integer not null default 0`,
	},
	{
		name: '0009_former_names',
		change: `
			alter table pipelines add column former_names text collate "C" not null default '[]';
			alter table stages add column former_names text collate "C" not null default '[]';
			alter table custom_fields add column former_names text collate "C" not null default '[]';
			alter table custom_fields add column former_options text collate "C" not null default '[]'`,
	},
	{
		name: '0010_template_libraries',
		change: `
			alter table workspaces add column library_token text collate "C";
			create unique index workspaces_by_library_token on workspaces (library_token)`,
	},
	{
		name: '0011_rollouts',
		change: `
			create table rollouts (
				workspace_id text collate "C" not null,
				id text collate "C" not null unique,
				client text collate "C" not null,
				n8n text collate "C" not null,
				template text collate "C" not null,
				state text collate "C" not null,
				version integer not null,
				updated_at text collate "C" not null,
				primary key (workspace_id, id)
			);
			create unique index rollouts_by_client on rollouts (client, n8n, template)`,
	},
	{
		name: '0012_makers',
		change: `
			alter table events add column made_by text collate "C";
			alter table events add column run_id text collate "C";
			alter table events add column undo integer not null default 0;
			alter table former_companies add column made_by text collate "C";
			alter table former_companies add column run_id text collate "C";
			alter table former_companies add column undo integer not null default 0;
			create table deal_history (
				workspace_id text collate "C" not null,
				deal_id text collate "C" not null,
				sequence bigint not null,
				type text collate "C" not null,
				timestamp text collate "C" not null,
				changed_fields text collate "C" not null,
				made_by text collate "C",
				run_id text collate "C",
				undo integer not null,
				primary key (workspace_id, deal_id, sequence)
			)`,
	},
	{
		name: '0013_runs',
		change: `
			create table runs (
				workspace_id text collate "C" not null,
				id text collate "C" not null,
				made_by text collate "C",
				first_change_at text collate "C" not null,
				last_change_at text collate "C" not null,
				changes integer not null,
				undo_by text collate "C",
				undo_started_at text collate "C",
				undo_seen_at text collate "C",
				undo_finished_at text collate "C",
				undo_before text collate "C",
				undone text collate "C" not null default '{}',
				primary key (workspace_id, id)
			);
			create index runs_being_undone on runs (undo_seen_at)
				where undo_started_at is not null and undo_finished_at is null;
			create index runs_by_time on runs (workspace_id, last_change_at, id);
			create table run_changes (
				workspace_id text collate "C" not null,
				run_id text collate "C" not null,
				object_id text collate "C" not null,
				change_id text collate "C" not null,
				kind text collate "C" not null,
				state text collate "C" not null,
				kept text collate "C",
				primary key (workspace_id, run_id, object_id, change_id)
			);
			create index run_changes_by_object on run_changes (object_id);
			create index run_changes_by_age on run_changes (workspace_id, change_id);
			create index run_changes_kept on run_changes (workspace_id, run_id, object_id) where kept is not null;
			alter table webhooks add column undo integer not null default 0`,
	},
	{
		name: '0015_request_ids',
		change: 'alter table events add column request_id text collate "C"',
	},
	{
		name: '0016_form_names',
		change: `alter table forms add column former_names text collate "C" not null default '[]'`,
	},
	{
		name: '0017_merged_contacts',
		change: `
			create table merged_contacts (
				workspace_id text collate "C" not null,
				contact_id text collate "C" not null,
				into_id text collate "C" not null,
				primary key (workspace_id, contact_id)
			);
			create index merged_contacts_by_into on merged_contacts (workspace_id, into_id)`,
	},
	{
		name: '0018_runs_of_answers',
		change: `
			alter table idempotency_keys add column run_id text collate "C";
			create index idempotency_keys_by_run on idempotency_keys (workspace_id, run_id) where run_id is not null`,
	},
	{
		name: '0019_skipped_on_their_way',
		change: `
			create index deliveries_skipped on deliveries (queue_id, object_id, claimed_until)
				where status = 'skipped' and object_id is not null and claimed_until is not null`,
	},
	{
		name: '0020_reminded',
		change: `
			create index deals_reminded on deals (workspace_id, id, reminder_at, stage_id, status)
				where reminder_at is not null`,
	},
	{
		name: '0021_plain_texts',
		// Which indexes of texts have them all in plain letters.
		change: 'create table plain_texts (name text collate "C" primary key)',
	},
	{
		name: '0022_alerts_on_their_way',
		change: 'alter table webhook_alerts add column trying_until text collate "C"',
	},
	{
		name: '0023_handed_out',
		change: 'alter table deliveries add column is_handed_out integer not null default 0',
	},
	{
		name: '0024_texts_to_index',
		// Without a reference to the record, which costs as much as the row: what is gone is found out when it is indexed.
		change: `
			create table deals_to_index (number bigint primary key, text text collate "C" not null);
			create table contacts_to_index (number bigint primary key, text text collate "C" not null)`,
	},
];

/** Text is found by its trigrams where the extension is there, or its user may make it. */
const TRIGRAMS = `
	create extension if not exists pg_trgm;
	create index if not exists deal_index_by_text on deal_index using gin (text gin_trgm_ops);
	create index if not exists contact_index_by_text on contact_index using gin (text gin_trgm_ops);`;

/** Is given what a database recognises its key by, undefined while it has none; throws where its tables shall stay as they are. */
export type LookAtKey = (checkValue: string | undefined) => void;

/** Any number that no other program locks: "fluid" in ASCII. */
const LOCK = 0x666c756964;

/**
 * Brings the tables up to date. Processes that do so at the same moment wait for the first, in one transaction, as a
 * proxy that shares connections keeps nothing else.
 *
 * @param look may refuse to have tables of an earlier version changed
 * @throws NewerDatabase when it has changes that are not among those above
 */
export async function migratePostgres(pool: Pool, look: LookAtKey = () => {}): Promise<void> {
	const client = await pool.connect();
	try {
		await client.query('begin');
		await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
		await applyMissing(client, look);
		await indexTexts(client);
		await client.query('commit');
	} catch (reason) {
		await client.query('rollback').catch(() => {});
		throw reason;
	} finally {
		client.release();
	}
}

/** Also where the extension comes later; without it, searches read every text. */
async function indexTexts(client: PoolClient): Promise<void> {
	await client.query('savepoint trigrams');
	await client.query(TRIGRAMS).catch(() => client.query('rollback to trigrams'));
}

async function applyMissing(client: PoolClient, look: LookAtKey): Promise<void> {
	await client.query(
		'create table if not exists migrations (name text collate "C" primary key, applied_at text not null)',
	);
	const { rows } = await client.query<{ name: string }>('select name from migrations');
	const applied = new Set(rows.map(({ name }) => name));
	const unknown = [...applied].filter(
		(name) => !postgresMigrations.some((known) => known.name === name),
	);
	if (unknown.length > 0) throw new NewerDatabase('in DATABASE_URL', unknown);
	const missing = postgresMigrations.filter(({ name }) => !applied.has(name));
	if (applied.size > 0 && missing.length > 0) look(await checkValueIn(client));
	for (const { name, change } of missing) {
		await client.query(change);
		await client.query('insert into migrations values ($1, $2)', [name, new Date().toISOString()]);
	}
}

/** Tables that were made to move a database into them have no key before everything has arrived. */
async function checkValueIn(client: PoolClient): Promise<string | undefined> {
	const { rows } = await client.query<{ check_value: string }>(
		'select check_value from secret_key',
	);
	return rows[0]?.check_value;
}
