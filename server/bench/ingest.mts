// Single deals at fifty connections, compared with the yardstick in the same run. The two take turns in short rounds,
// so that a machine that is slower for a while is so for both.
import { median, print, shown } from './support/figures.mts';
import { ingestFlatOut, type Load } from './support/load.mts';
import { startServiceProcess, startYardstick } from './support/processes.mts';

const ROUNDS = Number(process.argv[2] ?? 9);
const SECONDS = 3;
const WARM_UP_SECONDS = 4;

const yardstick = await startYardstick();
const service = await startServiceProcess();
for (const server of [yardstick, service]) await ingestFlatOut(server, WARM_UP_SECONDS);
const bare: Load[] = [];
const ours: Load[] = [];
for (let round = 1; round <= ROUNDS; round += 1) {
	bare.push(await ingestFlatOut(yardstick, SECONDS));
	ours.push(await ingestFlatOut(service, SECONDS));
}
await Promise.all([yardstick.stop(), service.stop()]);

const rate = (loads: Load[]) => median(loads.map((load) => load.rate));
const ratios = ours.map((load, round) => load.rate / (bare[round] as Load).rate);
console.log(`Single ingest, 50 connections, ${ROUNDS} rounds of ${SECONDS} s`);
console.log(
	`  yardstick: ${shown(rate(bare))}/s, p99 ${shown(median(bare.map(({ p99 }) => p99)))} ms`,
);
console.log(`  Fluid: ${shown(rate(ours))}/s, p50 ${shown(median(ours.map(({ p50 }) => p50)))} ms`);
console.log(`  refused or failed: ${ours.reduce((sum, { failed }) => sum + failed, 0)}`);
print('rate against the yardstick', median(ratios), '', ['>=', 0.8]);
print('p99', median(ours.map(({ p99 }) => p99)), ' ms', ['<', 50]);
