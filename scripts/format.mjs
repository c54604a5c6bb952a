import { installEverything } from './installed.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await runNode24(['node_modules/prettier/bin/prettier.cjs', '--write', '.']);
