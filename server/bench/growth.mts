// Every call and page that reads, in a workspace of more and more deals, and how often the time of the smallest each
// takes. While one takes long, somebody else asks too: how long that one waits at most.
// npm run bench -- growth [deals ...] [URL of a PostgreSQL server in which databases can be made; the embedded database else]
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './support/figures.mts';
import { fill, type Filled } from './support/fill.mts';
import { newBenchDatabase } from './support/postgres.mts';
import { moveTo, newFolder, type Server, startServiceProcess } from './support/processes.mts';
import { signInByPassword } from './support/visitor.mts';

const GIVEN = process.argv.slice(2);
const SERVER = GIVEN.find((text) => text.startsWith('postgres'));
const SIZES = GIVEN.filter((text) => text !== SERVER).map(Number);
const DEALS = SIZES.length > 0 ? SIZES : [1_000, 100_000, 1_000_000];
const TIMES = 9;
const GOAL_MS = 20;

type Reading = { ms: number; waits: number };

process.env.FLUID_ADMIN_PASSWORD = 'Lovelace-1815';
const columns: Array<Map<string, Reading>> = [];
for (const deals of DEALS) columns.push(await readingsAmong(deals));
const width = Math.max(
	...[...(columns[0] as Map<string, Reading>).keys()].map((name) => name.length),
);
console.log(
	`\nMedian of ${TIMES} in ms, ratio to the smallest, * above ${GOAL_MS} ms and how long others wait then`,
);
console.log(
	['deals'.padEnd(width), ...DEALS.map((deals) => deals.toLocaleString('en').padStart(22))].join(
		' ',
	),
);
for (const [name, first] of columns[0] as Map<string, Reading>)
	console.log(
		[name.padEnd(width), ...columns.map((column) => cell(column.get(name) as Reading, first))].join(
			' ',
		),
	);

function cell({ ms, waits }: Reading, first: Reading): string {
	const isSlow = ms > GOAL_MS;
	const text = `${ms.toFixed(1)} x${(ms / first.ms).toFixed(1)}`;
	return (isSlow ? `*${text} (${waits.toFixed(0)})` : text).padStart(22);
}

async function readingsAmong(deals: number): Promise<Map<string, Reading>> {
	const began = performance.now();
	const took = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
	const database = SERVER === undefined ? undefined : await newBenchDatabase(SERVER);
	const { DATABASE_URL: _, ...own } = database?.settings ?? {};
	let service = await startServiceProcess(newFolder(), own);
	try {
		const filled = fill(service.folder, deals);
		console.log(`${deals.toLocaleString('en')} deals in ${took()}`);
		if (database) {
			service = await moveTo(database.settings, service);
			await database.analyze();
			console.log(`moved to PostgreSQL after ${took()}`);
		}
		return await readings(service, filled, deals);
	} finally {
		await service.stop();
		await database?.remove();
	}
}

async function readings(
	service: Server,
	filled: Filled,
	deals: number,
): Promise<Map<string, Reading>> {
	const visitor = await signInByPassword(service.url, process.env.FLUID_ADMIN_PASSWORD as string);
	const found = new Map<string, Reading>();
	const headers = { authorization: `Bearer ${service.key}` };
	for (const [name, path] of calls(filled, deals)) {
		found.set(
			name,
			await measure(service, async () => {
				const answer = await fetch(`${service.url}${path}`, { headers });
				const text = await answer.text();
				if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
			}),
		);
	}
	for (const [name, path] of pages(filled, deals))
		found.set(`page: ${name}`, await measure(service, () => visitor.get(path)));
	return found;
}

async function measure(service: Server, read: () => Promise<unknown>): Promise<Reading> {
	const times: number[] = [];
	for (let turn = 0; turn < TIMES; turn += 1) {
		const began = performance.now();
		await read();
		times.push(performance.now() - began);
		// Nobody waits minutes for a figure that is bad anyway.
		if (times.reduce((sum, time) => sum + time, 0) > 5_000) break;
	}
	const ms = median(times);
	return { ms, waits: ms > GOAL_MS ? await longestWait(service, read) : 0 };
}

/** What somebody else waits for, while this is read, at most. */
async function longestWait({ url }: Server, read: () => Promise<unknown>): Promise<number> {
	let isReading = true;
	const reading = read().finally(() => (isReading = false));
	let longest = 0;
	while (isReading) {
		const began = performance.now();
		await (await fetch(`${url}/healthz`)).text();
		longest = Math.max(longest, performance.now() - began);
		await sleep(1);
	}
	await reading;
	return longest;
}

function calls(
	{ rareStage, rarePipeline, webhook }: Filled,
	deals: number,
): Array<[string, string]> {
	const early = '2026-01-01T01:00:00Z';
	const number = (of: number) => String(of).padStart(26, '0');
	const last = number(deals);
	return [
		['list', '/api-deals'],
		['list of 200', '/api-deals?limit=200'],
		['list, later page', `/api-deals?cursor=deal_${number(Math.ceil(deals / 2))}`],
		['a deal', `/api-deals/deal_${last}`],
		['?email=', `/api-deals?email=person${deals - 1}@client${Math.ceil((deals - 1) / 10)}.example`],
		['?external_id=', `/api-deals?external_id=crm-${deals - 1}`],
		['?status=open', '/api-deals?status=open'],
		['?status=lost, rare', '/api-deals?status=lost'],
		['?pipeline_id=, rare', `/api-deals?pipeline_id=${rarePipeline}`],
		['?stage_id=, rare', `/api-deals?stage_id=${rareStage}`],
		['?pipeline_id=&status=won, none', `/api-deals?pipeline_id=${rarePipeline}&status=won`],
		['?label=', '/api-deals?label=cold+email'],
		['?label=, rare', '/api-deals?label=rare'],
		['?owner_email=', '/api-deals?owner_email=grace@agency.example'],
		['?owner_email=, rare', '/api-deals?owner_email=rare@agency.example'],
		['?owner_email=&label=', '/api-deals?owner_email=grace@agency.example&label=cold+email'],
		['?contact_id=', `/api-deals?contact_id=con_${last}`],
		['?company_id=', `/api-deals?company_id=com_${number(Math.ceil(deals / 10))}`],
		['?reminder=overdue', '/api-deals?reminder=overdue'],
		['?reminder=due_today', '/api-deals?reminder=due_today'],
		['?reminder=scheduled', '/api-deals?reminder=scheduled'],
		['?reminder=none', '/api-deals?reminder=none'],
		['?reminder=overdue&status=open', '/api-deals?reminder=overdue&status=open'],
		['?sort=due', '/api-deals?sort=due'],
		['?sort=due&status=open', '/api-deals?sort=due&status=open'],
		['?sort=due&owner_email=', '/api-deals?sort=due&owner_email=grace@agency.example'],
		['?sort=updated', '/api-deals?sort=updated'],
		['?created_since=, all', `/api-deals?created_since=${early}`],
		['?created_since=, none', `/api-deals?created_since=2030-01-01`],
		['?closed_since=, all', `/api-deals?closed_since=${early}`],
		['?closed_since=, none', `/api-deals?closed_since=2030-01-01`],
		['?updated_since=, all', `/api-deals?updated_since=${early}`],
		['?updated_since=, none', `/api-deals?updated_since=2030-01-01`],
		['?updated_since=, all, status=lost', `/api-deals?updated_since=2026-01-01&status=lost`],
		['?updated_since=, all, rare search', `/api-deals?updated_since=2026-01-01&q=zeppelin`],
		['?q=, none', '/api-deals?q=nobody+has+this'],
		['?q=, rare', '/api-deals?q=zeppelin'],
		['?q=, some', '/api-deals?q=client+77'],
		['?q=, all', '/api-deals?q=client'],
		['?q=, two letters', '/api-deals?q=lo'],
		['?q=, one letter', '/api-deals?q=z'],
		['?q=&status=lost', '/api-deals?q=client&status=lost'],
		['?q=, some, due first', '/api-deals?q=client+77&sort=due'],
		['?q=, some, label, updated', '/api-deals?q=client+77&label=cold+email&sort=updated'],
		['contacts', '/api-contacts'],
		[
			'contacts, ?email=',
			`/api-contacts?email=person${deals - 1}@client${Math.ceil((deals - 1) / 10)}.example`,
		],
		['contacts, ?q=, none', '/api-contacts?q=nobody+has+this'],
		['contacts, ?q=, some', '/api-contacts?q=person77'],
		['contacts, ?q=, two letters', '/api-contacts?q=lo'],
		['events', '/api-events'],
		['events, ?type=', '/api-events?type=deal.won'],
		['events, ?since=', `/api-events?since=${early}`],
		['deliveries', `/api-webhooks/${webhook}/deliveries`],
		['deliveries, succeeded', `/api-webhooks/${webhook}/deliveries?status=succeeded`],
		['deliveries, pending', `/api-webhooks/${webhook}/deliveries?status=pending`],
		['deliveries, failed', `/api-webhooks/${webhook}/deliveries?status=failed`],
		['pipelines', '/api-pipelines'],
		['webhooks', '/api-webhooks'],
	];
}

function pages(
	{ rareStage, rarePipeline, webhook, form }: Filled,
	deals: number,
): Array<[string, string]> {
	const last = String(deals).padStart(26, '0');
	return [
		['board', '/deals'],
		['board, won', '/deals?status=won'],
		['board, due first', '/deals?sort=due'],
		['board, label', '/deals?label=cold+email'],
		['board, owner, due first', '/deals?owner=grace@agency.example&sort=due'],
		['board, overdue', '/deals?reminder=overdue'],
		['board, rare label', '/deals?status=lost&label=rare'],
		['board, rare pipeline', `/deals?pipeline=${rarePipeline}&status=lost`],
		['board, ?q=, none', '/deals?q=nobody+has+this'],
		['board, ?q=, some', '/deals?q=client+77'],
		['board, ?q=, some, due first', '/deals?q=client+77&sort=due'],
		['board, ?q=, all', '/deals?q=client'],
		['board, ?q=, two letters', '/deals?q=lo'],
		['deal', `/deals/deal_${last}`],
		['pipelines', '/settings/pipelines'],
		['delete a stage', `/settings/stages/${rareStage}/delete`],
		['custom fields', '/settings/custom-fields'],
		['lead forms', '/settings/lead-forms'],
		['lead form', `/settings/lead-forms/${form}`],
		['webhooks', '/settings/automations/webhooks'],
		['webhook', `/settings/automations/webhooks/${webhook}`],
		['webhook, failed', `/settings/automations/webhooks/${webhook}?status=failed`],
		['webhook, pending', `/settings/automations/webhooks/${webhook}?status=pending`],
		['delivery', `/settings/automations/webhooks/${webhook}/deliveries/dlv_${last}`],
		['API keys', '/settings/automations/api'],
		['duplicates', '/settings/duplicates'],
		['workspaces', '/settings/workspaces'],
	];
}
