// What others wait for while an import of 100,000 rows is undone, of which 1 % were edited by hand.
// npm run bench -- undo [rows] [URL of a PostgreSQL server in which databases can be made; the embedded database else]
import { setTimeout as sleep } from 'node:timers/promises';
import { print, quantile, shown } from './support/figures.mts';
import { newDeal, post } from './support/load.mts';
import { newBenchDatabase } from './support/postgres.mts';
import {
	newFolder,
	newWorkspaceOf,
	type Server,
	startServiceProcess,
} from './support/processes.mts';

const ROWS = Number(process.argv[2] ?? 100_000);
const EDITED_EVERY = 100;
const AT_ONCE = 500;
const BEFORE_MS = 10_000;
const MOST_MS = 20 * 60_000;
const PAUSE_MS = 10;
const RUN = 'import-bench';

const database = process.argv[3] ? await newBenchDatabase(process.argv[3]) : undefined;
const service = await startServiceProcess(newFolder(), database?.settings);
try {
	const own = newWorkspaceOf(service, 'Imported', database?.settings);
	const other = newWorkspaceOf(service, 'Other', database?.settings);
	const edited = await importAll(own);
	console.log(`An import of ${shown(ROWS)} rows, ${shown(edited.length)} edited by hand since`);
	const calm = await waits([other, own], BEFORE_MS, async () => false);
	print('p99 before', quantile(calm, 0.99), ' ms', ['<', 50]);

	const previewedAt = performance.now();
	const previewing = call(own, 'GET', `/api-runs/${RUN}/preview`);
	let isCounted = false;
	void previewing.finally(() => (isCounted = true));
	const counting = await waits([other, own], MOST_MS, async () => isCounted);
	const { counts } = await previewing;
	const previewSeconds = (performance.now() - previewedAt) / 1000;
	print('p99 while it is counted', quantile(counting, 0.99), ' ms', ['<', 50]);
	console.log(`  counted in ${shown(previewSeconds)} s: ${JSON.stringify(counts)}`);

	const startedAt = performance.now();
	await call(own, 'POST', `/api-runs/${RUN}/undo`);
	const isDone = async () => (await call(own, 'GET', `/api-runs/${RUN}`)).undo.status === 'done';
	const meanwhile = await waits([other, own], MOST_MS, isDone);
	const seconds = (performance.now() - startedAt) / 1000;
	const { undo } = await call(own, 'GET', `/api-runs/${RUN}`);
	print('p99 while it is undone', quantile(meanwhile, 0.99), ' ms', ['<', 50]);
	print('deals undone', undo.counts.deals_deleted, '', ['>=', ROWS - edited.length]);
	print('records kept', undo.counts.kept, '', ['>=', counts.kept]);
	console.log(
		`  p50 ${shown(quantile(meanwhile, 0.5))} ms, longest ${shown(Math.max(...meanwhile))} ms; ${undo.status} in ${shown(seconds)} s: ${JSON.stringify(undo.counts)}`,
	);
} finally {
	await service.stop();
	await database?.remove();
}

/** Returns the ids of the deals that were edited. */
async function importAll(server: Server): Promise<string[]> {
	const edited: string[] = [];
	for (let from = 0; from < ROWS; from += AT_ONCE) {
		const deals = Array.from({ length: Math.min(AT_ONCE, ROWS - from) }, (_, place) => {
			const number = from + place;
			return {
				...{ name: `Lead ${number}`, value: number, labels: ['import'] },
				contact: { name: `Person ${number}`, email: `p${number}@import.example` },
				company: `Company ${Math.floor(number / 10)}`,
			};
		});
		const { results } = await call(server, 'POST', '/api-ingest', { deals }, { 'fluid-run': RUN });
		for (const { index, deal } of results)
			if ((from + index) % EDITED_EVERY === 0) edited.push(deal.id);
	}
	for (const id of edited) await call(server, 'POST', '/api-ingest', { id, note: 'Called.' });
	return edited;
}

/** In turns in another workspace and in the one whose run it is. */
async function waits(
	servers: Server[],
	mostMs: number,
	isOver: () => Promise<boolean>,
): Promise<number[]> {
	const times: number[] = [];
	const end = performance.now() + mostMs;
	for (let turn = 0; performance.now() < end; turn += 1) {
		const startedAt = performance.now();
		await post(servers[turn % servers.length] as Server, '/api-ingest', newDeal());
		times.push(performance.now() - startedAt);
		if (turn % 20 === 0 && (await isOver())) break;
		await sleep(PAUSE_MS);
	}
	return times;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each call knows what it asked for
async function call(
	{ url, key }: Server,
	method: string,
	path: string,
	body?: object,
	headers: Record<string, string> = {},
): Promise<any> {
	const answer = await fetch(url + path, {
		method,
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
		...(body && { body: JSON.stringify(body) }),
	});
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
	return answer.json();
}
