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

test('what had to be read is known to others, until a statement may change it', () => {
	const ahead = new ReadAhead();
	ahead.keep(byEmail, [ADA], [ada]);
	ahead.wrote(sql`insert into contacts (id, email_key) values (${'con_1'}, ${NEW})`);
	ahead.learn(byEmail, NEW, [{ id: 'con_1', company_id: null }]);
	expect(ahead.get(byEmail, NEW)).toHaveLength(1);
	ahead.wrote(sql`update contacts set title = ${'CTO'} where id = ${'con_1'}`);
	expect(ahead.get(byEmail, NEW)).toBeUndefined();
});

const openDeals: LookUp = {
	tables: ['deals', 'contacts'],
	one: () => sql``,
	many: () => sql``,
	isIndirect: true,
};

/** The same of open deals, of which Ada has one and Grace none. */
function openDealsAfter(statement: Statement): string[] {
	const ahead = new ReadAhead();
	const found = [
		{ id: 'deal_1', contact: 'con_ada', status: 'open', looked_up: ADA },
		{ id: null, contact: 'con_grace', status: null, looked_up: GRACE },
	];
	ahead.keep(openDeals, [ADA, GRACE, NEW], found);
	ahead.wrote(statement);
	return [ADA, GRACE, NEW].filter((key) => ahead.get(openDeals, key) !== undefined);
}

test.each<[string, Statement, string[]]>([
	[
		'a new deal of somebody without one',
		sql`insert into deals (id, contact_id, status) values (${'deal_2'}, ${'con_grace'}, ${'open'})`,
		[ADA, NEW],
	],
	[
		'a deal that is changed, whatever else it has in common with others',
		sql`update deals set status = ${'open'} where id = ${'deal_1'}`,
		[GRACE, NEW],
	],
	[
		'a deal that was not read and may be open now',
		sql`update deals set status = ${'open'} where id = ${'deal_7'}`,
		[],
	],
	[
		'a new contact with the address',
		sql`insert into contacts (id, email_key) values (${'con_1'}, ${NEW})`,
		[ADA, GRACE],
	],
])('open deals of a person are forgotten after %s', (_what, statement, known) => {
	expect(openDealsAfter(statement)).toEqual(known);
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
	[
		'a contact that comes to a company that others have',
		sql`update contacts set company_id = ${'com_acme'} where id = ${'con_grace'}`,
		[ADA, NEW],
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
