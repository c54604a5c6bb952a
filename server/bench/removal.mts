// What others wait for while a workspace of a million rows is removed, seven days after it was deleted.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { DATABASE_FILE, prepareConnection } from './support/builtDatabase.mts';
import { print, quantile, shown } from './support/figures.mts';
import { fill } from './support/fill.mts';
import { newDeal, post } from './support/load.mts';
import { newWorkspaceOf, type Server, startServiceProcess } from './support/processes.mts';

/** Each is some seven rows: contact, event, deliveries, attempts ... */
const DEALS = Number(process.argv[2] ?? 150_000);
const TABLES = [
	...['deals', 'contacts', 'companies', 'events', 'deliveries', 'attempts', 'submissions'],
	...['deal_labels'],
];
const BEFORE_MS = 20_000;
const MOST_MS = 15 * 60_000;
const PAUSE_MS = 10;

const service = await startServiceProcess();
try {
	fill(service.folder, DEALS);
	const other = newWorkspaceOf(service, 'Other');
	const connection = new DatabaseSync(join(service.folder, DATABASE_FILE));
	prepareConnection(connection);
	addSeldomMany(connection);
	const rows = () =>
		TABLES.reduce(
			(sum, table) =>
				sum + Number(connection.prepare(`select count(*) as n from ${table}`).get()?.n),
			0,
		);
	const before = rows();
	connection
		.prepare(`update workspaces set deleted_at = ? where name <> 'Other'`)
		.run(new Date(Date.now() - 8 * 24 * 3600_000).toISOString());
	console.log(`Creates of a deal, one after another, ${shown(before)} rows of a deleted workspace`);
	const calm = await waits(other, BEFORE_MS, () => false);
	print('p99 before', quantile(calm, 0.99), ' ms', ['<', 50]);

	const gone = connection.prepare(`select 1 from workspaces where name <> 'Other'`);
	const deliveries = connection.prepare('select 1 from deliveries where id = ?');
	const first = connection.prepare('select min(id) as id from deliveries').get()?.id as string;
	while (deliveries.get(first)) await sleep(100);
	const startedAt = performance.now();
	const meanwhile = await waits(other, MOST_MS, () => gone.get() === undefined);
	const seconds = (performance.now() - startedAt) / 1000;
	const left = gone.get() === undefined ? 0 : rows();
	print('p99 while it is removed', quantile(meanwhile, 0.99), ' ms', ['<', 50]);
	console.log(
		`  p50 ${shown(quantile(meanwhile, 0.5))} ms, longest ${shown(Math.max(...meanwhile))} ms; ${shown((before - left) / seconds)} rows a second, ${left === 0 ? 'all' : shown(before - left)} in ${shown(seconds)} s`,
	);
	connection.close();
} finally {
	await service.stop();
}

/** What there is little of in most workspaces: as much of it as an agency's largest may have. */
function addSeldomMany(connection: DatabaseSync): void {
	const numbers = `from (with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < $rows) select n from numbers),
		(select id as workspace, (select min(id) from pipelines where workspace_id = workspaces.id) as pipeline,
			(select min(id) from stages where workspace_id = workspaces.id) as stage from workspaces where name <> 'Other')`;
	const at = `'2026-01-01T00:00:00.000Z'`;
	for (const [rows, text] of [
		[
			10_000,
			`rollouts select workspace, 'rol_' || n, 'Client ' || n, 'n8n', 'template', '{}', 1, ${at}`,
		],
		[20_000, `proof_records select workspace, 'deal_proof_' || n, 'prf_1'`],
		[1_000, `removed_webhooks (workspace_id, id) select workspace, 'whk_removed_' || n`],
		[
			1_000,
			`webhooks (id, queue_id, workspace_id, url, events, filters, secret, status, created_at, updated_at)
				select 'whk_' || n, 'whk_' || n, workspace, 'http://127.0.0.1:9/', '[]', '{}', '', 'paused', ${at}, ${at}`,
		],
		[
			1_000,
			`consumers (workspace_id, name, queue_id, created_at) select workspace, 'n8n:' || n, 'que_' || n, ${at}`,
		],
		[
			500,
			`forms (id, workspace_id, name, pipeline_id, stage_id, created_at) select 'frm_' || n, workspace, 'Form ' || n, pipeline, stage, ${at}`,
		],
		[
			1_000,
			`custom_fields (id, workspace_id, pipeline_id, key, name, type, options, required, position)
				select 'fld_' || n, workspace, pipeline, 'field_' || n, 'Field ' || n, 'text', '[]', 0, n`,
		],
		[
			1_000,
			`stages (id, workspace_id, pipeline_id, name, position) select 'stg_' || n, workspace, pipeline, 'Stage ' || n, n + 100`,
		],
		[
			2_000,
			`api_keys (id, workspace_id, name, hash, last_four, created_at) select 'key_' || n, workspace, 'Key', 'hash ' || n, '0000', ${at}`,
		],
	] as const)
		connection.prepare(`insert into ${text} ${numbers}`).run({ $rows: rows });
}

async function waits(server: Server, mostMs: number, isOver: () => boolean): Promise<number[]> {
	const times: number[] = [];
	const end = performance.now() + mostMs;
	for (let turn = 0; performance.now() < end; turn += 1) {
		const startedAt = performance.now();
		await post(server, '/api-ingest', newDeal());
		times.push(performance.now() - startedAt);
		if (turn % 50 === 0 && isOver()) break;
		await sleep(PAUSE_MS);
	}
	return times;
}
