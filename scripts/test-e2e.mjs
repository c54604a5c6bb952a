import { installEverything } from './installed.mjs';
import { buildNodesIfStale, buildServiceIfStale } from './built.mjs';
import { installBrowser } from './browser.mjs';
import { installN8n } from './n8n.mjs';
import { whyNoPostgres } from './postgres.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await buildServiceIfStale();
await buildNodesIfStale();
await installN8n();
installBrowser();
const onPostgres = whyNoPostgres() ? [] : ['outages'];
const projects = ['e2e', 'browser', ...onPostgres].flatMap((name) => ['--project', name]);
const reporters = ['--reporter', 'default', '--reporter', './scripts/skippedTests.mjs'];
// A real n8n or a browser takes a core for itself.
const args = ['run', ...projects, '--maxWorkers', '2', ...reporters, ...process.argv.slice(2)];
await runNode24(['node_modules/vitest/vitest.mjs', ...args]);
