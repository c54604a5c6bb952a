import { afterAll } from 'vitest';
import { limits } from '../../server/src/limits';

// Limits that a file has set small are as before for the next file, which the same worker runs with the same modules.
const before = { ...limits };
afterAll(() => Object.assign(limits, before));
