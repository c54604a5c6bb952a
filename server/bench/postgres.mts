// The service on PostgreSQL, compared with the embedded database in the same run: the two take turns.
// npm run bench -- postgres [URL of a server in which databases can be made] [rounds] [seconds]
import { median, print, shown } from './support/figures.mts';
import { ingestFlatOut, newDeal, post } from './support/load.mts';
import { cpuOf, newBenchDatabase } from './support/postgres.mts';
import {
	newFolder,
	newWorkspaceOf,
	type Server,
	startServiceProcess,
} from './support/processes.mts';

const SERVER = process.argv[2] ?? 'postgres://127.0.0.1:5432/postgres';
const ROUNDS = Number(process.argv[3] ?? 3);
const SECONDS = Number(process.argv[4] ?? 3);
const WORKSPACES = 8;
const WARM_UP_SECONDS = 4;
const BULK = 1_000;

type Measured = { rate: number; cpu: number; own: number };
type Way = { name: string; goal: number; run: (server: Server) => Promise<{ done: number }> };

const database = await newBenchDatabase(SERVER);
const embedded = await startServiceProcess();
const postgres = await startServiceProcess(newFolder(), database.settings);
for (const server of [embedded, postgres])
	await post(server, '/api-webhooks', { delivery: 'pull', events: ['deal.won'] });

let known = 0;
const keysOf = new Map<Server, string[]>();
const flatOut = async (server: Server, deal: () => object, keys = [server.key]) => {
	const { rate, failed } = await ingestFlatOut(server, SECONDS, deal, keys);
	if (failed > 0) throw new Error(`${failed} requests were refused or failed.`);
	return { done: rate * SECONDS };
};
const anyone = () => Math.ceil(Math.random() * known);
const ways: Way[] = [
	{ name: 'create', goal: 0.6, run: (server) => flatOut(server, newDeal) },
	{
		name: `create in ${WORKSPACES} workspaces`,
		goal: 0.7,
		run: (server) => flatOut(server, newDeal, keysOf.get(server)),
	},
	{
		name: 'update by external_id',
		goal: 0.5,
		run: (server) =>
			flatOut(server, () => ({
				external_id: `e-${anyone()}`,
				value: Math.ceil(Math.random() * 1e6),
			})),
	},
	{
		name: 'match_on email',
		goal: 0.5,
		run: (server) =>
			flatOut(server, () => ({
				name: 'Reply',
				match_on: 'email',
				value: Math.ceil(Math.random() * 1e6),
				contact: { email: `known-${anyone()}@example.com` },
			})),
	},
	{
		name: 'bulk of 1,000',
		goal: 0.6,
		run: async (server) => {
			await post(server, '/api-ingest', { deals: Array.from({ length: BULK }, newDeal) });
			return { done: BULK };
		},
	},
];

try {
	furnish(embedded, {});
	furnish(postgres, database.settings);
	for (const server of [embedded, postgres]) await fill(server);
	for (const server of [embedded, postgres]) await ingestFlatOut(server, WARM_UP_SECONDS);
	await database.analyze();
	await database.indexed();
	for (const way of ways) await compare(way);
} finally {
	await Promise.all([embedded.stop(), postgres.stop()]);
	await database.remove();
}

function furnish(server: Server, settings: Record<string, string>): void {
	const names = Array.from({ length: WORKSPACES }, (_, number) => `Client ${number}`);
	keysOf.set(
		server,
		names.map((name) => newWorkspaceOf(server, name, settings).key),
	);
}

async function fill(server: Server): Promise<void> {
	known = 5_000;
	for (let from = 0; from < known; from += BULK) {
		const deals = Array.from({ length: BULK }, (_, index) => {
			const number = from + index + 1;
			const contact = { email: `known-${number}@example.com` };
			return { name: `Known ${number}`, external_id: `e-${number}`, contact };
		});
		await post(server, '/api-ingest', { deals });
	}
}

async function compare({ name, goal, run }: Way): Promise<void> {
	const ours: Measured[] = [];
	const theirs: Measured[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		theirs.push(await measure(embedded, run));
		ours.push(await measure(postgres, run));
	}
	const rate = (all: Measured[]) => median(all.map((each) => each.rate));
	const cpu = (all: Measured[]) => median(all.map((each) => each.cpu));
	console.log(
		`${name}: PostgreSQL ${shown(rate(ours))}/s, ${shown(cpu(ours))} us of CPU (${shown(median(ours.map((each) => each.own)))} of the service); embedded ${shown(rate(theirs))}/s, ${shown(cpu(theirs))} us`,
	);
	const ratios = ours.map((each, round) => each.rate / (theirs[round] as Measured).rate);
	print('rate against the embedded database', median(ratios), '', ['>=', goal]);
	print('CPU of service and database against the embedded one', cpu(ours) / cpu(theirs), '', [
		'<',
		2.2,
	]);
}

async function measure(server: Server, run: Way['run']): Promise<Measured> {
	const [ownBefore, before, startedAt] = [cpuOf(server.pid), database.cpu(), performance.now()];
	const { done } = await run(server);
	const seconds = (performance.now() - startedAt) / 1000;
	// What is done behind the changes counts as their CPU, and is not left to whoever is measured next.
	await database.indexed();
	const own = ((cpuOf(server.pid) - ownBefore) * 1000) / done;
	return { rate: done / seconds, own, cpu: own + ((database.cpu() - before) * 1000) / done };
}
