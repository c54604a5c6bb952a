// New deals on an empty PostgreSQL database that nobody has counted: what an import right behind the installation meets.
// npm run bench -- fresh [URL of a server in which databases can be made]
import { print, shown } from './support/figures.mts';
import { ingestFlatOut } from './support/load.mts';
import { newBenchDatabase } from './support/postgres.mts';
import { newFolder, startServiceProcess } from './support/processes.mts';

const SERVER = process.argv[2] ?? 'postgres://127.0.0.1:5432/postgres';
const ROUNDS = 6;
const SECONDS = 4;

const database = await newBenchDatabase(SERVER);
const service = await startServiceProcess(newFolder(), database.settings);
const rates: number[] = [];
try {
	for (let round = 0; round < ROUNDS; round += 1)
		rates.push((await ingestFlatOut(service, SECONDS)).rate);
} finally {
	await service.stop();
	await database.remove();
}
console.log(`New deals on an empty database, ${ROUNDS} times ${SECONDS} s: a second`);
console.log(`  ${rates.map(shown).join(', ')}`);
print('the last against the first', (rates.at(-1) as number) / (rates[0] as number), '', ['>=', 1]);
