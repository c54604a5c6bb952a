import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { DATABASE_FILE, prepareConnection } from './builtDatabase.mts';
import { CONTACT_TEXTS, DEAL_TEXTS } from './texts.mts';

/** What of a filled workspace is asked for. */
export type Filled = {
	stages: string[];
	pipeline: string;
	rareStage: string;
	rarePipeline: string;
	webhook: string;
	form: string;
};

const FIRST = Date.parse('2026-01-01T00:00:00Z');

/** How many rows the delivery log has at most; there are two deliveries for each deal. */
const MOST_DELIVERIES = 1_500_000;

/**
 * Fills a workspace by SQL, in seconds where the API would take minutes: deals with a contact each, a company for ten of
 * them, one event each, two deliveries with an attempt each, a submission for ten. What is rare are its three oldest deals.
 */
export function fill(folder: string, deals: number): Filled {
	const connection = new DatabaseSync(join(folder, DATABASE_FILE));
	prepareConnection(connection);
	connection.exec('pragma synchronous = off; pragma cache_size = -400000; begin immediate');
	const { id: workspace } = connection.prepare('select id from workspaces').get() as { id: string };
	const filled = furnish(connection, workspace);
	const indexes = dropIndexes(connection);
	for (const { text, rows } of statements(workspace, filled, deals))
		connection.prepare(text).run({ $rows: rows });
	for (const { sql } of indexes) connection.exec(sql);
	connection.exec(LOOKUPS);
	connection.exec('commit; pragma wal_checkpoint(truncate)');
	connection.close();
	return filled;
}

/** Indexes that are made at once are made in a quarter of the time. */
function dropIndexes(connection: DatabaseSync): Array<{ name: string; sql: string }> {
	const indexes = connection
		.prepare(
			`select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in
				('deals', 'contacts', 'companies', 'events', 'deliveries', 'attempts', 'submissions')`,
		)
		.all() as Array<{ name: string; sql: string }>;
	for (const { name } of indexes) connection.exec(`drop index ${name}`);
	return indexes;
}

/** Makes a pipeline that hardly any deal is in, a webhook and a lead form. */
function furnish(connection: DatabaseSync, workspace: string): Filled {
	const places = connection
		.prepare('select pipeline_id, id from stages where workspace_id = ? order by position')
		.all(workspace) as Array<{ pipeline_id: string; id: string }>;
	const [{ pipeline_id: pipeline, id: stage }] = places as [(typeof places)[number]];
	const filled = {
		stages: places.map(({ id }) => id),
		pipeline,
		rareStage: `stg_${'r'.repeat(26)}`,
		rarePipeline: `pip_${'r'.repeat(26)}`,
		webhook: `whk_${'w'.repeat(26)}`,
		form: `frm_${'f'.repeat(26)}`,
	};
	const at = new Date(FIRST).toISOString();
	connection
		.prepare(`insert into pipelines (id, workspace_id, name, position) values (?, ?, 'Rare', 2)`)
		.run(filled.rarePipeline, workspace);
	connection
		.prepare(
			`insert into stages (id, workspace_id, pipeline_id, name, position) values (?, ?, ?, 'Rare', 1)`,
		)
		.run(filled.rareStage, workspace, filled.rarePipeline);
	connection
		.prepare(
			`insert into webhooks (id, queue_id, workspace_id, url, events, filters, secret, status, created_at, updated_at)
			select ?, ?, ?, 'http://127.0.0.1:9/', '["deal.created"]', '{}', '', 'active', ?, ?`,
		)
		.run(filled.webhook, filled.webhook, workspace, at, at);
	connection
		.prepare(
			`insert into forms (id, workspace_id, name, pipeline_id, stage_id, created_at) values (?, ?, 'Growth', ?, ?, ?)`,
		)
		.run(filled.form, workspace, pipeline, stage, at);
	return filled;
}

/** What the service keeps beside the deals as they change. */
const LOOKUPS = `
	update counters set sequence = (select max(sequence) from events where workspace_id = counters.workspace_id)
		where workspace_id in (select id from workspaces);
	update deals set owner_key = owner_email where owner_email is not null;
	update deals set closed_at = updated_at where status <> 'open';
	insert into stage_totals select workspace_id, stage_id, status, currency, count(*), total(value) from deals
		group by workspace_id, stage_id, status, currency;
	insert into deal_labels select workspace_id, each.value, deals.id, each.value
		from deals, json_each(deals.labels) as each where labels <> '[]';
	insert into deal_index (rowid, text) ${DEAL_TEXTS} order by deals.number;
	insert into contact_index (rowid, text) ${CONTACT_TEXTS} order by number;
	update text_indexes set up_to = (select max(number) from deals) where name = 'deals';
	update text_indexes set up_to = (select max(number) from contacts) where name = 'contacts';`;

/** A row for each of the numbers from 1 on. */
const NUMBERS = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < $rows)`;
const moment = (column: string) =>
	`strftime('%Y-%m-%dT%H:%M:%fZ', ${FIRST / 1000} + ${column} * 20, 'unixepoch')`;
const id = (kind: string, column: string) => `printf('${kind}_%026d', ${column})`;
const WORDS = ['Website', 'Relaunch', 'Audit', 'Rebrand', 'Campaign', 'Onboarding', 'Migration'];
const FIRST_NAMES = ['Ada', 'Grace', 'Linus', 'Margaret', 'Alan', 'Barbara', 'Donald', 'Edsger'];
const LAST_NAMES = ['Lovelace', 'Hopper', 'Hamilton', 'Turing', 'Liskov', 'Knuth', 'Dijkstra'];
const oneOf = (words: string[], column: string) =>
	`case abs(${column} * 2654435761 / 1000) % ${words.length} ${words
		.map((word, index) => `when ${index} then '${word}'`)
		.join(' ')} end`;

function statements(workspace: string, filled: Filled, deals: number) {
	const { stages, pipeline, rareStage, rarePipeline, webhook, form } = filled;
	const isRare = 'n <= 3';
	const body = `json_object('id', ${id('evt', 'n')}, 'type', 'deal.created', 'timestamp', ${moment('n')}, 'sequence', n,
		'data', json_object('deal', json_object('id', ${id('deal', 'n')}, 'name', 'Deal ' || n, 'more', printf('%.*c', 400, '.'))))`;
	const deliveries = Math.min(2 * deals, MOST_DELIVERIES);
	return [
		{
			rows: Math.ceil(deals / 10),
			text: `${NUMBERS} insert into companies (id, workspace_id, name, name_key, domain, domain_key, created_at, updated_at)
				select ${id('com', 'n')}, '${workspace}', 'Client ' || n, 'client ' || n, null, null, ${moment('n')}, ${moment('n')} from numbers`,
		},
		{
			rows: deals,
			text: `${NUMBERS} insert into contacts (id, workspace_id, company_id, name, first_name, last_name, email, email_key, created_at, updated_at)
				select ${id('con', 'n')}, '${workspace}', ${id('com', '(n + 9) / 10')}, first || ' ' || last, first, last,
					email, email, ${moment('n')}, ${moment('n')}
				from (select n, ${oneOf(FIRST_NAMES, 'n')} as first, ${oneOf(LAST_NAMES, '(n + 3)')} as last,
					'person' || n || '@client' || ((n + 9) / 10) || '.example' as email from numbers)`,
		},
		{
			rows: deals,
			text: `${NUMBERS} insert into deals (id, workspace_id, external_id, name, value, currency, status, lost_reason,
					pipeline_id, stage_id, contact_id, company_id, custom_fields, reminder_at, labels, owner_email, source,
					notes, created_at, updated_at)
				select ${id('deal', 'n')}, '${workspace}', 'crm-' || n,
					case when ${isRare} then 'Zeppelin ' else '' end || ${oneOf(WORDS, '(n + 5)')} || ' ' || n, n % 10000, 'USD',
					case when ${isRare} then 'lost' when n % 5 = 0 then 'won' else 'open' end, null,
					case when ${isRare} then '${rarePipeline}' else '${pipeline}' end,
					case when ${isRare} then '${rareStage}' else ${oneOf(stages, 'n')} end,
					${id('con', 'n')}, ${id('com', '(n + 9) / 10')}, '{}',
					case when n % 3 = 0 then ${moment(`(n + ${Math.floor(deals / 2)})`)} end,
					case when ${isRare} then '["rare"]' when n % 4 = 0 then '["cold email"]' else '[]' end,
					case when ${isRare} then 'rare@agency.example' when n % 2 = 0 then 'grace@agency.example' end,
					'Growth', 0, ${moment('n')}, ${moment('n')}
				from numbers`,
		},
		{
			rows: deals,
			text: `${NUMBERS} insert into events (sequence, id, workspace_id, deal_id, type, timestamp, body)
				select n, ${id('evt', 'n')}, '${workspace}', ${id('deal', 'n')}, 'deal.created', ${moment('n')}, ${body} from numbers`,
		},
		{
			rows: deliveries,
			text: `${NUMBERS} insert into deliveries (workspace_id, id, queue_id, event_id, event_type, status, attempts, created_at)
				select '${workspace}', ${id('dlv', 'n')}, '${webhook}', ${id('evt', '(n + 1) / 2')}, 'deal.created',
					case when ${isRare} then 'failed' else 'succeeded' end, 1, ${moment('(n / 2)')} from numbers`,
		},
		{
			rows: deliveries,
			text: `${NUMBERS} insert into attempts (workspace_id, delivery_id, number, started_at, duration_ms, status_code, answer)
				select '${workspace}', ${id('dlv', 'n')}, 1, ${moment('(n / 2)')}, 12, 200, '{"ok":true}' from numbers`,
		},
		{
			rows: Math.ceil(deals / 10),
			text: `${NUMBERS} insert into submissions (id, workspace_id, form_id, deal_id, contact_id, fields, once_key, body_hash, submitted_at)
				select ${id('sub', 'n')}, '${workspace}', '${form}', ${id('deal', 'n * 10')}, ${id('con', 'n * 10')}, '{}', 'once-' || n, '', ${moment('n * 10')} from numbers`,
		},
	];
}
