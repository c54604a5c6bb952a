// npm run simulate: the heart of the service under a virtual clock, with crashes and receivers of all moods.
import { installEverything } from './installed.mjs';
import { buildServiceIfStale } from './built.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
// Not needed, but what is built need not be compiled anew.
await buildServiceIfStale();
await runNode24(['server/simulation/main.mts', ...process.argv.slice(2)]);
