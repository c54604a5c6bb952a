import { installEverything } from './installed.mjs';
import { buildNodesIfStale, buildServiceIfStale } from './built.mjs';
import { installBrowser } from './browser.mjs';
import { installN8n } from './n8n.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await buildServiceIfStale();
await buildNodesIfStale();
await installN8n();
installBrowser();
// A real n8n or a browser takes a core for itself.
const projects = ['--project', 'e2e', '--project', 'browser', '--maxWorkers', '2'];
const reporters = ['--reporter', 'default', '--reporter', './scripts/skippedTests.mjs'];
const run = (...args) =>
	runNode24(['node_modules/vitest/vitest.mjs', 'run', ...projects, ...reporters, ...args]);

/**
 * Two processes of n8n, PostgreSQL and Redis beside another n8n or a browser: n8n then sometimes kept an execution waiting
 * for minutes.
 */
const BY_ITSELF = 'test/e2e/queueMode.test.ts';

const chosen = process.argv.slice(2);
if (chosen.length > 0) {
	await run(...chosen);
} else {
	await run('--exclude', BY_ITSELF);
	await run(BY_ITSELF);
}
