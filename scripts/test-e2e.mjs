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
const args = ['run', ...projects, ...reporters, ...process.argv.slice(2)];
await runNode24(['node_modules/vitest/vitest.mjs', ...args]);
