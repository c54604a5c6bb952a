import { installEverything } from './installed.mjs';
import { buildNodes, buildService } from './built.mjs';

await installEverything();
await buildNodes();
await buildService();
