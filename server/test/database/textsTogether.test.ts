import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openEmbedded } from '../../src/database/embedded';
import { each, sql } from '../../src/database/sql';
import { contactTexts, countLate } from '../../src/database/textIndex';

const folder = mkdtempSync(join(tmpdir(), 'fluid-test-'));
const database = openEmbedded(folder);

afterAll(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

const indexed = async (text: string) =>
	database.all<{ rowid: number }>(sql`
		select rowid from contact_index where contact_index match ${`"${text}"`}`);

/** Returns how many transactions it took. */
async function index(): Promise<number> {
	const transactions = vi.spyOn(database, 'writeService');
	await database.indexTexts();
	const { length } = transactions.mock.calls;
	transactions.mockRestore();
	return length;
}

/** What the index costs is shared by those that are written together: 250 took twice as long for each. */
test('a thousand new records come into the index together, changed ones by 250', async () => {
	const ids = Array.from({ length: 1_500 }, (_, number) => `con_${number}`);
	await database.writeService((transaction) =>
		transaction.run(sql`
			insert into contacts (id, workspace_id, name, created_at, updated_at)
			select value, 'ws', 'Lovelace', '2026-11-02', '2026-11-02' from ${each(ids)} as new_contacts`),
	);

	expect(await index()).toBe(2);

	expect(await indexed('ove')).toHaveLength(1_500);
	await database.writeService(async (transaction) => {
		await transaction.run(sql`update contacts set name = 'Hopper' where workspace_id = 'ws'`);
		await transaction.textsChanged('contacts', sql`workspace_id = 'ws'`);
	});
	expect(await index()).toBe(6);
	expect([await indexed('ove'), (await indexed('opp')).length]).toEqual([[], 1_500]);
	expect(await countLate(database, contactTexts)).toBe(0);
});
