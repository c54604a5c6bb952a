import { createRequire } from 'node:module';

const load = createRequire(__filename);

// Zapier's core ends its process after 250 runs when that holds more than 450 MB, so that Lambda starts another one. A
// worker of the tests holds what all of its files have loaded.
const limits = load('zapier-platform-core/src/constants') as { KILL_MAX_LIMIT: number };
limits.KILL_MAX_LIMIT = Infinity;
