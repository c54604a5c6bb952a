// npm run simulate: the heart of the service under a virtual clock, with crashes and receivers of all moods.
import { installEverything } from './installed.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await runNode24(['server/simulation/main.mts', ...process.argv.slice(2)]);
