// npm run audit: what docs/webhooks.md promises to receivers, played through against a running service.
import { installEverything } from './installed.mjs';
import { buildServiceIfStale } from './built.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await buildServiceIfStale();
await runNode24(['server/audit/main.mts', ...process.argv.slice(2)]);
