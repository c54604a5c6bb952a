import { afterAll } from 'vitest';
import { limits } from '../../server/src/limits';

// What waits for nothing but time waits less here: a test's subscriber stores a secret at once, its retries are due in
// milliseconds. Whoever tests such a wait sets it.
limits.graceMs = 100;
limits.sweepMs = 100;

// Limits that a file has set small are as before for the next file, which the same worker runs with the same modules.
const before = { ...limits };
afterAll(() => Object.assign(limits, before));
