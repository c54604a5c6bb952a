import { installEverything, installZapierApp } from './installed.mjs';
import { buildNodesIfStale, buildServiceIfStale } from './built.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await installZapierApp();
await buildServiceIfStale();
await buildNodesIfStale();
console.error(
	'Skipped here: a real n8n (npm run test:e2e), and PostgreSQL (its adapter is not there yet).',
);
const projects = ['contract', 'server', 'zapier', 'nodes'].flatMap((name) => ['--project', name]);
await runNode24(['node_modules/vitest/vitest.mjs', 'run', ...projects, ...process.argv.slice(2)]);
