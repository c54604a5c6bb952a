import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import type { Transaction } from '../../src/database/database';
import { sql } from '../../src/database/sql';

const fluid = fluidForFile();

const addNote = (transaction: Transaction, text: string) =>
	transaction.run(sql`
		insert into notes (workspace_id, id, deal_id, text, created_at)
		values (${fluid.workspaceId}, ${text}, ${'deal_1'}, ${text}, ${'2026-11-24T09:00:00.000Z'})`);

const notes = () =>
	fluid.service.database.all<{ text: string }>(sql`select text from notes order by text`);

test('a part that fails takes back what it wrote, and nothing that was written before it', async () => {
	const refused = await fluid.service.database.write(fluid.workspaceId, async (transaction) => {
		await addNote(transaction, 'before');
		const part = await transaction.attempt(async () => {
			await addNote(transaction, 'within');
			throw new Error('This part is refused.');
		});
		await addNote(transaction, 'behind');
		return part;
	});
	expect(refused).toMatchObject({ fault: new Error('This part is refused.') });
	expect(await notes()).toEqual([{ text: 'before' }, { text: 'behind' }]);
});
