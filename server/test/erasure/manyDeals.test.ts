import { expect, test } from 'vitest';
import { mostHold, WatchedService } from '../../../test/support/watchedService';

const DEALS = 5_000;

const watched = WatchedService.forFile();
const client = () => watched.service.client;

test('a person with 5,000 deals is erased while others read and write', async () => {
	for (let from = 0; from < DEALS; from += 1_000) {
		const deals = Array.from({ length: 1_000 }, (_, index) => ({
			name: `Deal ${from + index} of Ada Lovelace`,
			contact: { email: 'ada@example.com', name: 'Ada Lovelace' },
			note: 'Lovelace prefers mornings',
		}));
		expect((await client().ingest({ deals })).status).toBe(200);
	}
	const thousandDealsMs = await watched.longestHold();
	let isDone = false;
	const repeat = async (call: () => Promise<{ status: number }>) => {
		while (!isDone) expect((await call()).status).toBeLessThan(300);
	};
	const others = [
		repeat(() => client().ingest({ name: 'New', contact: { email: 'grace@example.com' } })),
		repeat(() => client().get('/api-deals?limit=5')),
	];
	const { status, body } = await client().post('/api-contacts/erase', { email: 'ada@example.com' });
	isDone = true;
	await Promise.all(others);

	expect([status, body.deals, body.notes, body.events]).toEqual([200, DEALS, DEALS, DEALS + 1]);
	expect(await watched.longestHold()).toBeLessThan(mostHold(thousandDealsMs));
	for (const path of ['/api-deals?q=lovelace', '/api-contacts?q=lovelace'])
		expect((await client().get(path)).body.data).toEqual([]);
}, 120_000);
