// Ten thousand deals in a pipeline: the board, a search, one more part of a column, a move, and deleting a full stage.
import { median, print } from './support/figures.mts';
import { newDeal, post } from './support/load.mts';
import { startServiceProcess } from './support/processes.mts';
import { signInByPassword } from './support/visitor.mts';

const DEALS = 10_000;
const TIMES = 30;

process.env.FLUID_ADMIN_PASSWORD = 'Lovelace-1815';
const service = await startServiceProcess();
const headers = { authorization: `Bearer ${service.key}` };
const answer = await fetch(`${service.url}/api-stages`, { headers });
const { data: stages } = (await answer.json()) as { data: Array<{ id: string }> };
for (let sent = 0; sent < DEALS; sent += 1000) {
	const deals = Array.from({ length: 1000 }, (_, index) => ({
		...newDeal(),
		stage_id: stages[index % stages.length]?.id,
	}));
	await post(service, '/api-ingest', { deals });
}
const visitor = await signInByPassword(service.url, process.env.FLUID_ADMIN_PASSWORD);
const [first, second] = stages.map(({ id }) => id) as [string, string];
const board = await visitor.get('/deals');
const more = /hx-get="([^"]+)"/.exec(board)?.[1]?.replaceAll('&amp;', '&') as string;
const ids = [...board.matchAll(/id="(deal_[0-9a-z]{26})"/g)].map(([, id]) => id as string);

console.log(`Board with ${DEALS.toLocaleString('en')} deals, ${TIMES} times each`);
console.log(`  size of the page: ${Math.round(board.length / 1000)} kB`);
await time('board', () => visitor.get('/deals'), 100);
await time('board, searched', () => visitor.get('/deals?q=client+77'), 200);
await time('fifty more cards', () => visitor.get(more, { 'hx-request': 'true' }), 50);
await time('page of a deal', () => visitor.get(`/deals/${ids[0]}`), 50);
await time(
	'move of a card',
	(turn) => {
		const form = { stage_id: turn % 2 ? second : first, back: '/deals' };
		return visitor.post(`/deals/${ids[turn]}/move`, form, { 'hx-request': 'true' });
	},
	50,
);
const startedAt = performance.now();
await visitor.post(`/settings/stages/${second}/delete`, { target_id: first });
console.log(
	`  stage with 2,000 deals deleted in ${Math.round(performance.now() - startedAt)} ms, each with its two events`,
);
await service.stop();

async function time(what: string, act: (turn: number) => Promise<string>, goalMs: number) {
	const times: number[] = [];
	for (let turn = 0; turn < TIMES; turn += 1) {
		const began = performance.now();
		await act(turn);
		times.push(performance.now() - began);
	}
	print(`${what}, median`, median(times), ' ms', ['<', goalMs]);
}
