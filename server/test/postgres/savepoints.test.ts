import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import type { Transaction } from '../../src/database/database';
import { insertContact } from '../../src/contacts/store';
import { Withdrawn } from '../../src/database/fault';
import { sql } from '../../src/database/sql';
import { newId } from '../../src/values/ids';

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

test('a change that withdraws what it wrote runs once, and those beside it are saved', async () => {
	const { database } = fluid.service;
	const write = (work: (transaction: Transaction) => Promise<unknown>) =>
		database.write(fluid.workspaceId, work);
	let runs = 0;
	const answers = await Promise.allSettled([
		write((transaction) => addNote(transaction, 'one')),
		write(async (transaction) => {
			runs += 1;
			await addNote(transaction, 'withdrawn');
			throw new Withdrawn(new Error('Row 2 is refused.'));
		}),
		write((transaction) => addNote(transaction, 'two')),
	]);
	expect(answers).toMatchObject([
		{ status: 'fulfilled' },
		{ reason: new Error('Row 2 is refused.') },
		{ status: 'fulfilled' },
	]);
	expect(runs).toBe(1);
	expect(await notes()).toEqual(['before', 'behind', 'one', 'two'].map((text) => ({ text })));
});

/** As many are written to the index of texts together. */
const TOGETHER = 64;

test('new records are found by their texts, whichever part fails behind theirs', async () => {
	const at = '2026-11-24T09:00:00.000Z';
	const empty = { first_name: null, last_name: null, phone: null, title: null, linkedin_url: null };
	const own = { ...empty, company: null, email: null, created_at: at, updated_at: at };
	await fluid.service.database.write(fluid.workspaceId, async (transaction) => {
		for (let number = 1; number <= TOGETHER + 1; number += 1)
			await transaction.attempt(async () => {
				const contact = { ...own, id: newId('con'), name: `Person ${number}` };
				await insertContact(transaction, fluid.workspaceId, contact);
				if (number === TOGETHER) throw new Error('This part is refused.');
			});
	});
	const { body } = await fluid.get('/api-contacts?q=person&limit=200');
	expect(body.data).toHaveLength(TOGETHER);
});
