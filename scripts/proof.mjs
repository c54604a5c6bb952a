// npm run proof [-- --seed N]: that nothing is missed and nothing comes twice. All tests of the service on PostgreSQL, with a process
// killed 50 times, and outages whose order and length come from a seed that is printed; then a real n8n, in the sizes of a
// busy business.
import { parseArgs } from 'node:util';
import { installEverything } from './installed.mjs';
import { buildServiceIfStale } from './built.mjs';
import { whyNoPostgres } from './postgres.mjs';
import { runNode24 } from './run.mjs';

const { values, positionals } = parseArgs({
	options: { seed: { type: 'string' } },
	allowPositionals: true,
});
if (values.seed !== undefined) process.env.FLUID_PROOF_SEED = values.seed;
const why = whyNoPostgres();
if (why) console.error(`Skipped, the proof on PostgreSQL: ${why}.`);
else await onPostgres();
process.env.FLUID_PROOF = 'full';
await runNode24(['scripts/test-e2e.mjs', 'test/e2e/nothingMissed.test.ts', ...positionals]);

async function onPostgres() {
	await installEverything();
	await buildServiceIfStale();
	process.env.FLUID_TEST_ALL_ON_POSTGRES = 'true';
	process.env.FLUID_PROOF_KILLS = '50';
	await runNode24(['node_modules/vitest/vitest.mjs', 'run', '--project', 'postgres']);
}
