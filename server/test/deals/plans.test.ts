import { expect, test } from 'vitest';
import { startedForFile } from '../../../test/support/fluid';
import { findContactByEmail, findContactsOfCompany } from '../../src/contacts/store';
import type { Reader } from '../../src/database/database';
import { sql, type Statement } from '../../src/database/sql';
import {
	findDealsOfCompany,
	findDealsOfContact,
	findOpenDealsByEmail,
} from '../../src/deals/store';
import { findDealIds } from '../../src/deals/findIds';
import { OldDatabase } from '../contacts/oldTwins';

let ids: { contact: string; company: string; pipeline: string };

const fluid = startedForFile(() => {
	const old = new OldDatabase();
	const company = old.company('Büro', 'büro.example');
	const contact = old.contact('ada@büro.example', { company_id: company });
	old.deal('Order', contact, company);
	old.deal('Order', old.contact('ada@xn--bro-hoa.example'));
	ids = { contact, company, pipeline: old.pipelineId };
	return old.start();
});

/** How the database goes about what `read` asks it. */
async function plansOf(read: (reader: Reader) => Promise<unknown>): Promise<string[]> {
	const { database } = fluid.service;
	const plans: string[] = [];
	const explain = async (statement: Statement) => {
		const steps = await database.all<{ detail: string }>(sql`explain query plan ${statement}`);
		plans.push(...steps.map(({ detail }) => detail));
	};
	await read({
		all: async (statement) => {
			await explain(statement);
			return database.all(statement);
		},
		get: async (statement) => {
			await explain(statement);
			return database.get(statement);
		},
	});
	return plans;
}

/** Says nothing of what was found by its own id, and of notes. */
const ways = (plans: string[]) =>
	new Set(
		plans
			.filter((step) => /^(SCAN|SEARCH) (deals|contacts|companies)/.test(step))
			.filter((step) => !/\((workspace_id=\? AND )?id=\?\)/.test(step)),
	);

const CONTACTS =
	'SEARCH contacts USING COVERING INDEX contacts_by_email (workspace_id=? AND email_key=?)';
const DEALS = 'SEARCH deals USING INDEX deals_by_contact (workspace_id=? AND contact_id=?';

test('the open deals of a person are looked up, not looked for among all deals', async () => {
	const plans = await plansOf((reader) =>
		findOpenDealsByEmail(reader, fluid.workspaceId, 'ada@büro.example', ids.pipeline, 10),
	);
	expect(ways(plans)).toEqual(new Set([CONTACTS, `${DEALS})`]));
});

test.each([
	['alone', undefined],
	['from a cursor on', { at: '', id: 'deal_z' }],
])('so are the deals of ?email= %s', async (_how, after) => {
	const search = { email: 'ada@büro.example', after, limit: 50, pipelines: [], now: new Date() };
	const plans = await plansOf((reader) => findDealIds(reader, fluid.workspaceId, search));
	const way =
		'SEARCH deals USING COVERING INDEX deals_by_contact (workspace_id=? AND contact_id=?)';
	expect(ways(plans)).toEqual(new Set([CONTACTS, way]));
});

test.each<[string, (reader: Reader, workspaceId: string) => Promise<unknown>, string]>([
	[
		'the deals of a contact',
		(reader, workspaceId) => findDealsOfContact(reader, workspaceId, ids.contact),
		`${DEALS})`,
	],
	[
		'the deals of a company',
		(reader, workspaceId) => findDealsOfCompany(reader, workspaceId, ids.company),
		'SEARCH deals USING INDEX deals_by_company (workspace_id=? AND company_id=?)',
	],
	[
		'the contacts of a company',
		(reader, workspaceId) => findContactsOfCompany(reader, workspaceId, ids.company),
		'SEARCH contacts USING INDEX contacts_by_company (workspace_id=? AND company_id=?)',
	],
	[
		'the contact with an address',
		(reader, workspaceId) => findContactByEmail(reader, workspaceId, 'ada@büro.example'),
		'SEARCH contacts USING INDEX contacts_by_email (workspace_id=? AND email_key=?)',
	],
])('so are %s', async (_what, read, way) => {
	const plans = await plansOf((reader) => read(reader, fluid.workspaceId));
	expect([...ways(plans)]).toEqual([way]);
});
