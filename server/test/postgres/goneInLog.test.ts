import { afterEach, beforeEach, expect, test } from 'vitest';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import { openPostgres } from '../../src/database/postgres/postgres';
import { Refusal } from '../../src/problems/problems';
import { refusing } from '../../src/refusingDatabase';
import { type DatabaseWay, openWay } from './outages/way';

const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 30_000 };

let made: TestDatabase;
let way: DatabaseWay;
beforeEach(async () => {
	if (!isOnPostgres()) return;
	made = (await newTestDatabase()) as TestDatabase;
	way = await openWay(made.env.DATABASE_URL as string, ({ data, client }) => client.write(data));
});
afterEach(async () => {
	if (!isOnPostgres()) return;
	way.close();
	await made.remove();
});

// A refusal is a line a minute in the log, anything else a line with a stack each time.
test.skipIf(!isOnPostgres())(
	'a process that beats while PostgreSQL is gone says so in a sentence, the same each second',
	NEEDS,
	async () => {
		const options = { isPooled: false, listenUrl: undefined, mayMake: true } as const;
		const database = refusing(
			await openPostgres({ url: way.url, role: 'all', isService: true, ...options }),
		);
		const reported: unknown[] = [];
		const stop = database.maintain((reason) => reported.push(reason));
		way.close();
		await expect.poll(() => reported.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
		await stop();
		await database.close();

		expect(reported.filter((reason) => !(reason instanceof Refusal))).toEqual([]);
		const sentences = (reported as Refusal[]).map(({ message }) => message);
		expect(sentences.at(-1)).toContain('The database (DATABASE_URL) cannot be reached');
		// The first beats may have lost their connection, which is another sentence.
		expect(new Set(sentences.slice(2)).size).toBe(1);
	},
);
