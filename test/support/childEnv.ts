import { compiled } from '../../scripts/node24.mjs';

/** What each process that a test starts finds in its environment: what Node.js has compiled, so that it starts sooner. */
export const childEnv = { PATH: process.env.PATH, NODE_COMPILE_CACHE: compiled };
