// npm run test:browser: the pages, tried in a real browser as a person would.
import { installEverything } from './installed.mjs';
import { installBrowser } from './browser.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
installBrowser();
const args = ['run', '--project', 'browser', '--maxWorkers', '2', ...process.argv.slice(2)];
await runNode24(['node_modules/vitest/vitest.mjs', ...args]);
