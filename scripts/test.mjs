import { installEverything, installZapierApp } from './installed.mjs';
import { buildNodesIfStale, buildServiceIfStale } from './built.mjs';
import { whyNoPostgres } from './postgres.mjs';
import { runNode24 } from './run.mjs';
import { inMemory } from './testFolder.mjs';

await installEverything();
await installZapierApp();
await buildServiceIfStale();
await buildNodesIfStale();
const onPostgres = whyNoPostgres() ? [] : ['postgres'];
const projects = ['contract', 'server', ...onPostgres, 'mocks', 'zapier', 'nodes'].flatMap(
	(name) => ['--project', name],
);
const reporters = ['--reporter', 'default', '--reporter', './scripts/skippedTests.mjs'];
const args = ['run', ...projects, ...reporters, ...process.argv.slice(2)];
await runNode24(['node_modules/vitest/vitest.mjs', ...args], { env: inMemory() });
