// npm run demo: the service and a real n8n side by side, two clients rolled out, a first reply sent. Ctrl+C ends it and
// removes what it made. With --picture it takes the README's picture of that instead of waiting, and ends by itself.
import { installEverything } from './installed.mjs';
import { buildNodesIfStale, buildServiceIfStale } from './built.mjs';
import { installBrowser } from './browser.mjs';
import { installN8n } from './n8n.mjs';
import { become } from './node24.mjs';
import { inRepository } from './repository.mjs';

await installEverything();
await buildServiceIfStale();
await buildNodesIfStale();
await installN8n();
if (process.argv.includes('--picture')) installBrowser();
await become(inRepository('scripts/demo/run.mjs'), process.argv.slice(2));
