import { expect, test } from 'vitest';
import { InsertQueue, type WrittenRows } from '../../src/database/postgres/insertQueue';
import { sql, type Statement } from '../../src/database/sql';

const note = (text: string): Statement =>
	sql`insert into notes (id, text) values (${text}, ${text})`;
const version = (id: string) => sql`coalesce((select version from companies where id = ${id}), 0)`;
const contact = (id: string): Statement =>
	sql`insert into contacts (id, company_version) values (${id}, ${version(id)})`;

test('rows of one table are written by one statement, in their order', () => {
	const queue = new InsertQueue();
	for (const text of ['first', 'second']) expect(queue.add(note(text))).toEqual([]);
	queue.add(contact('con_1'));
	expect(queue.take()).toEqual([
		{
			text: 'insert into notes (id, text) values ($1, $2),  ($3, $4)',
			values: ['first', 'first', 'second', 'second'],
		},
		{
			text: 'insert into contacts (id, company_version) values ($1, coalesce((select version from companies where id = $2), 0))',
			values: ['con_1', 'con_1'],
		},
	]);
	expect(queue.take()).toEqual([]);
});

const rowsIn = ({ values }: WrittenRows) => values.length / 2;

test('a hundred rows need as many texts as a few, and 64 do not wait for the others', () => {
	const queue = new InsertQueue();
	const sent = Array.from({ length: 100 }, (_, row) => queue.add(note(`${row}`)) ?? []);
	expect(sent[63]?.map(rowsIn)).toEqual([64]);
	expect(sent.flat()).toHaveLength(1);
	expect(queue.take().map(rowsIn)).toEqual([32, 4]);
});

test('rows of one place have the same text for as many, and one of their own where a part stands in one of them', () => {
	const place = ['insert into notes (id, text) values (', ', ', ')'];
	const textsOf = (...all: Statement['values'][]) => {
		const queue = new InsertQueue();
		for (const values of all) queue.add({ strings: place, values });
		return queue.take();
	};
	const [plain] = textsOf(['a', 'first'], ['b', 'second']);
	expect(textsOf(['c', 'third'], ['d', 'fourth'])).toEqual([
		{ text: plain?.text, values: ['c', 'third', 'd', 'fourth'] },
	]);
	expect(textsOf(['e', 'fifth'])).toEqual([
		{ text: 'insert into notes (id, text) values ($1, $2)', values: ['e', 'fifth'] },
	]);
	expect(textsOf(['f', 'sixth'], ['g', sql`lower(${'H'})`])).toEqual([
		{
			text: 'insert into notes (id, text) values ($1, $2),  ($3, lower($4))',
			values: ['f', 'sixth', 'g', 'H'],
		},
	]);
});

test('rows of one table are written before what reads them, those of others wait', () => {
	const queue = new InsertQueue();
	queue.add(note('first'));
	queue.add(contact('con_1'));
	expect(queue.takeOf('notes').map(rowsIn)).toEqual([1]);
	expect(queue.takeOf('notes')).toEqual([]);
	expect(queue.take()).toHaveLength(1);
});

test('another way to write to the same table goes behind what waits for it', () => {
	const queue = new InsertQueue();
	queue.add(note('first'));
	expect(queue.add(sql`insert into notes (id) values (${'second'})`)).toHaveLength(1);
	expect(queue.take()).toHaveLength(1);
});

test.each([
	['reads', sql`select 1`],
	['changes', sql`update notes set text = ${'x'}`],
	['adds what another statement selects', sql`insert into notes (id) select id from deals`],
	[
		'may change a row in place of adding one',
		sql`insert into notes (id) values (${'a'}) on conflict do nothing`,
	],
])('a statement that %s is not gathered', (_what, statement) => {
	expect(new InsertQueue().add(statement)).toBeUndefined();
});
