import { expect, test } from 'vitest';
import type { LookUp } from '../../src/database/lookUp';
import { ReadAhead } from '../../src/database/postgres/readAhead';
import { oneOf, sql, type Statement } from '../../src/database/sql';

const ADA = 'ada@example.com';
const GRACE = 'grace@example.com';
const NEW = 'new@example.com';
const byEmail: LookUp = { tables: ['contacts', 'companies'], one: () => sql``, many: () => sql`` };
const ada = { id: 'con_ada', company_id: 'com_acme', looked_up: ADA };
const grace = { id: 'con_grace', company_id: null, looked_up: GRACE };

/** Returns of which keys the rows are still known after a statement. */
function knownAfter(statement: Statement): string[] {
	const ahead = new ReadAhead();
	ahead.keep(byEmail, [ADA, GRACE, NEW], [ada, grace]);
	ahead.wrote(statement);
	return [ADA, GRACE, NEW].filter((key) => ahead.get(byEmail, key) !== undefined);
}

test('rows are known by their key, and none where there is none', () => {
	const ahead = new ReadAhead();
	ahead.keep(byEmail, [ADA, NEW], [ada]);
	expect(ahead.get(byEmail, ADA)).toEqual([ada]);
	expect(ahead.get(byEmail, NEW)).toEqual([]);
	expect(ahead.get(byEmail, GRACE)).toBeUndefined();
});

test.each<[string, Statement, string[]]>([
	[
		'a new contact with the address',
		sql`insert into contacts (id, email_key) values (${'con_1'}, ${NEW})`,
		[ADA, GRACE],
	],
	[
		'a contact that gets the address',
		sql`update contacts set email_key = ${GRACE} where id = ${'con_2'}`,
		[ADA, NEW],
	],
	[
		'a contact that loses it',
		sql`update contacts set email_key = ${'other@example.com'} where id = ${'con_ada'}`,
		[GRACE, NEW],
	],
	['a contact that is deleted', sql`delete from contacts where id = ${'con_grace'}`, [ADA, NEW]],
	[
		'its company, which has another name',
		sql`update companies set name = ${'Acme'} where id = ${'com_acme'}`,
		[GRACE, NEW],
	],
	[
		'many contacts, named by a list',
		sql`delete from contacts where id in ${oneOf(['con_ada', 'con_7'])}`,
		[],
	],
	[
		'contacts that are not named',
		sql`update contacts set title = ${null} where workspace_id = ${'ws_1'}`,
		[],
	],
	[
		'a table that is not read',
		sql`update deals set contact_id = ${'con_ada'} where id = ${'deal_1'}`,
		[ADA, GRACE, NEW],
	],
])('is forgotten of what a statement may change: %s', (_what, statement, known) => {
	expect(knownAfter(statement)).toEqual(known);
});
