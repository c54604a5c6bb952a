// Prints "N passed, N failed" over the result files of vitest in a folder; a step that failed otherwise counts as one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [exitCode, folder] = process.argv.slice(2);
const results = readdirSync(folder).map((name) =>
	JSON.parse(readFileSync(join(folder, name), 'utf8')),
);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const failed = sum('numFailedTests');
console.log(`${sum('numPassedTests')} passed, ${failed || (exitCode === '0' ? 0 : 1)} failed`);
