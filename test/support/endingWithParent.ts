import { inRepository } from '../../scripts/repository.mjs';

/**
 * Options of Node.js for a program that a test starts with `stdio: 'pipe'`: it ends with the test's process, also when that
 * is killed and can put nothing away.
 */
export const endingWithParent = ['--require', inRepository('test', 'support', 'endWithParent.cjs')];
