import { beforeAll, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import { ofSqliteAlone, sql } from '../../src/database/sql';
import { type DatabaseWay, openWay } from './outages/way';

const NEEDS = needs('PostgreSQL (Debian: apt install postgresql)');
const TOGETHER = 50;
/** A message of the protocol that asks for a statement to be run (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const EXECUTE = 'E'.charCodeAt(0);

/** How often somebody waited for the database, and how many statements it was given. */
const counted = { roundTrips: 0, statements: 0 };
let fluid: FluidFixture;
let way: DatabaseWay;
let database: TestDatabase | undefined;

beforeAll(async () => {
	if (!isOnPostgres()) return;
	database = await newTestDatabase();
	const asking = new WeakSet<object>();
	way = await openWay(
		database?.env.DATABASE_URL as string,
		({ data, client }) => {
			asking.delete(client);
			client.write(data);
		},
		(client, data) => {
			if (!asking.has(client)) counted.roundTrips += 1;
			asking.add(client);
			counted.statements += executions(data);
			return true;
		},
	);
	fluid = await startFluid({ ...database?.env, DATABASE_URL: way.url, FLUID_RATE_LIMIT: '0' });
	const company = { name: 'Acme' };
	const deals = Array.from({ length: TOGETHER }, (_, number) => ({
		name: `Known ${number}`,
		external_id: `crm-${number}`,
		contact: { email: `known-${number}@example.com` },
		company,
	}));
	expect((await fluid.ingest({ deals })).body).toMatchObject({ created: TOGETHER });
	return async () => {
		await fluid.stop();
		way.close();
		await database?.remove();
	};
}, 60_000);

/** Counts what changes that arrive together need. */
async function together(deal: (number: number) => object) {
	// Connections are opened, the key is looked up, and statements are prepared before.
	await Promise.all(Array.from({ length: TOGETHER }, () => fluid.get('/api-me')));
	await fluid.deal(deal(TOGETHER));
	Object.assign(counted, { roundTrips: 0, statements: 0 });
	const sent = Array.from({ length: TOGETHER }, (_, number) => fluid.deal(deal(number)));
	await Promise.all(sent);
	console.log(
		`${TOGETHER} changes: ${counted.roundTrips} round trips, ${counted.statements} statements`,
	);
	return counted;
}

describe.skipIf(!isOnPostgres())('changes that arrive together wait for few answers', () => {
	test.each<[string, (number: number) => object]>([
		[
			'new deals',
			(number) => ({ name: `New ${number}`, contact: { email: `n${number}@example.com` } }),
		],
		[
			'found by external id',
			(number) => ({
				external_id: `crm-${number % TOGETHER}`,
				value: Math.ceil(Math.random() * 1e6),
			}),
		],
		[
			'found by email',
			(number) => ({
				name: 'Reply',
				match_on: 'email',
				value: Math.ceil(Math.random() * 1e6),
				contact: { email: `known-${number % TOGETHER}@example.com` },
			}),
		],
	])('%s', NEEDS, async (_what, deal) => {
		const { roundTrips } = await together(deal);
		expect(roundTrips).toBeLessThan(TOGETHER);
	});
});

test.skipIf(!isOnPostgres())('what SQLite alone has is not asked for', NEEDS, async () => {
	const { database: asked } = fluid.service;
	const counts = ofSqliteAlone(sql`select 1 from deals_to_index`);
	counted.statements = 0;
	expect(await asked.all(counts)).toEqual([]);
	expect(counted.statements).toBe(0);
	expect(await asked.writeService((transaction) => transaction.all(counts))).toEqual([]);
});

/** One packet may hold many messages: each is its kind, then its length. */
function executions(data: Buffer): number {
	let count = 0;
	for (let at = 0; at + 5 <= data.length; at += 1 + data.readUInt32BE(at + 1)) {
		if (data[at] === EXECUTE) count += 1;
		if (data.readUInt32BE(at + 1) < 4) break;
	}
	return count;
}
