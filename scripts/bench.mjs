// npm run bench [-- NAME]: the benchmarks in server/bench, all or the one named.
import { readdirSync } from 'node:fs';
import { installEverything } from './installed.mjs';
import { buildServiceIfStale } from './built.mjs';
import { inRepository } from './repository.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await buildServiceIfStale();
const [wanted, ...args] = process.argv.slice(2);
const benchmarks = readdirSync(inRepository('server/bench')).filter((name) =>
	name.endsWith('.mts'),
);
for (const name of benchmarks.filter((each) => !wanted || each === `${wanted}.mts`)) {
	await runNode24([`server/bench/${name}`, ...args]);
}
