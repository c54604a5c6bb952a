// npm run proof [-- --seed N] [-- kills [N] | upgrade]: that nothing is missed and nothing comes twice. All tests of the
// service on PostgreSQL, with a process killed 50 times, the version before upgraded under load, and outages whose order and
// length come from a seed that is printed; then a real n8n, in the sizes of a busy business. A part by its name is that alone.
// npm run proof -- clients [N]: 20 clients of an agency, rolled out to a real n8n, proven, and taken back.
import { parseArgs } from 'node:util';
import { installEverything } from './installed.mjs';
import { buildServiceIfStale } from './built.mjs';
import { whyNoPostgres } from './postgres.mjs';
import { runNode24 } from './run.mjs';

const OUTAGES = 'server/test/postgres/outages';

const { values, positionals } = parseArgs({
	options: { seed: { type: 'string' } },
	allowPositionals: true,
});
const [part, count] = positionals;
if (part === 'clients') {
	process.env.FLUID_PROOF_CLIENTS = count ?? '20';
	await runNode24(['scripts/test-e2e.mjs', 'test/e2e/manyClients.test.ts']);
	process.exit();
}
if (values.seed !== undefined) process.env.FLUID_PROOF_SEED = values.seed;
process.env.FLUID_PROOF_KILLS = part === 'kills' && count !== undefined ? count : '50';
const why = whyNoPostgres();
if (why) console.error(`Skipped, the proof on PostgreSQL: ${why}.`);
else if (part === 'kills') await onPostgres(`${OUTAGES}/kills.test.ts`);
else if (part === 'upgrade') await onPostgres(`${OUTAGES}/upgrade.test.ts`);
else await onPostgres();
if (part !== 'kills' && part !== 'upgrade') {
	process.env.FLUID_PROOF = 'full';
	await runNode24(['scripts/test-e2e.mjs', 'test/e2e/nothingMissed.test.ts', ...positionals]);
}

async function onPostgres(...files) {
	await installEverything();
	await buildServiceIfStale();
	process.env.FLUID_TEST_ALL_ON_POSTGRES = 'true';
	await runNode24(['node_modules/vitest/vitest.mjs', 'run', '--project', 'postgres', ...files]);
}
