import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mostHold, WatchedService } from '../../../test/support/watchedService';
import { DATABASE_FILE } from '../../src/database/embedded';

const DEALS = 5_000;
const CONTACTS = 500;

/** Of the renamed, between what others write: in one transaction it would be all of them. */
const MOST_EVENTS_TOGETHER = (DEALS + CONTACTS) / 3;

const watched = WatchedService.forFile();
let database: DatabaseSync;

beforeAll(async () => {
	for (let from = 0; from < DEALS; from += 1_000) {
		const deals = Array.from({ length: 1_000 }, (_, index) => ({
			name: `Deal ${from + index}`,
			company: { name: 'Acme', domain: 'acme.example' },
			...(from + index < CONTACTS && { contact: { email: `lead${from + index}@acme.example` } }),
		}));
		expect((await client().ingest({ deals })).status).toBe(200);
	}
	database = new DatabaseSync(join(watched.service.folder, DATABASE_FILE), { readOnly: true });
}, 60_000);
afterAll(async () => {
	database.close();
});

const client = () => watched.service.client;
const rename = (name: string) =>
	client().deal({ name: `By ${name}`, company: { name, domain: 'acme.example' } });

/** Events by which deals and contacts show another name of their company, and of how many of them they are. */
function published(before: string, after: string): { events: number; subjects: number } {
	const shown = database
		.prepare(
			`select count(*) as events,
				count(distinct coalesce(body ->> '$.data.deal.id', body ->> '$.data.contact.id')) as subjects
			from events where body ->> '$.previous.company.name' = ?
				and coalesce(body ->> '$.data.deal.company.name', body ->> '$.data.contact.company.name') = ?`,
		)
		.get(before, after) as { events: number; subjects: number };
	return { ...shown };
}

const once = (count: number) => ({ events: count, subjects: count });

/** The longest row of events by which the company's new name is published, with nothing of others between them. */
function mostTogether(): number {
	let [together, most] = [0, 0];
	const events = database
		.prepare(
			`select body ->> '$.previous.company.name' is not null as published from events order by sequence`,
		)
		.all() as { published: number }[];
	for (const { published } of events) {
		together = published ? together + 1 : 0;
		most = Math.max(most, together);
	}
	return most;
}

test('a company of 5,000 deals gets another name while others read and write', async () => {
	let isDone = false;
	const repeat = async (call: () => Promise<{ status: number }>) => {
		while (!isDone) {
			expect((await call()).status).toBeLessThan(300);
			await sleep(5);
		}
	};
	const thousandDealsMs = await watched.longestHold();
	const others = [
		repeat(() => client().ingest({ name: 'Another one', company: 'Globex' })),
		repeat(() => client().get('/api-deals?limit=5')),
	];

	await rename('Acme Group');
	await expect
		.poll(() => published('Acme', 'Acme Group'), { timeout: 30_000, interval: 200 })
		.toEqual(once(DEALS + CONTACTS));
	isDone = true;
	await Promise.all(others);

	expect(await watched.longestHold()).toBeLessThan(mostHold(thousandDealsMs));
	expect(mostTogether()).toBeLessThan(MOST_EVENTS_TOGETHER);
}, 60_000);

test('killed in the midst of it, it goes on with the next start, and each deal and contact publishes it once', async () => {
	await rename('Acme Holding');
	await expect
		.poll(() => published('Acme Group', 'Acme Holding').events, { timeout: 30_000, interval: 1 })
		.toBeGreaterThan(150);
	await watched.service.kill();
	expect(published('Acme Group', 'Acme Holding').events).toBeLessThan(DEALS);
	await watched.service.start();

	// The deal that gave the company its name before has it of its own.
	const all = once(DEALS + CONTACTS + 1);
	await expect
		.poll(() => published('Acme Group', 'Acme Holding'), { timeout: 30_000, interval: 200 })
		.toEqual(all);
	// Longer than the second after which it is searched for what is left: nothing is published twice.
	await sleep(1_500);
	expect(published('Acme Group', 'Acme Holding')).toEqual(all);
}, 60_000);
