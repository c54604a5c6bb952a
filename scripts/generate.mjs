import { installEverything } from './installed.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await runNode24(['contract/generate.mjs']);
await runNode24(['scripts/generateDocs.mjs']);
await runNode24(['zapier-app/recipes/generate.mts']);
