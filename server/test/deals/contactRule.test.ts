import { beforeEach, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();
let email: string;
let domain: string;
let count = 0;

beforeEach(() => {
	count += 1;
	email = `ada-${count}@example.com`;
	domain = `acme-${count}.example`;
});

const known = (contact: object, company?: object) =>
	fluid.deal({ name: 'Known', contact: { email, ...contact }, ...(company && { company }) });
const sent = (contact: object, more: object = {}) =>
	fluid.deal({ name: 'New', contact: { email, ...contact }, contact_rule: 'fill', ...more });

describe('with contact_rule fill', () => {
	test('what is sent fills what a known contact lacks, and nothing else', async () => {
		await known({ name: 'Ada Lovelace', phone: '1', title: '' });
		const { contact } = await sent({
			name: 'A. L.',
			phone: '2',
			title: 'Countess',
			linkedin_url: 'https://linkedin.example/ada',
		});
		expect(contact).toMatchObject({
			name: 'Ada Lovelace',
			first_name: 'Ada',
			last_name: 'Lovelace',
			phone: '1',
			title: 'Countess',
			linkedin_url: 'https://linkedin.example/ada',
		});
	});

	test('null clears nothing', async () => {
		const before = await known(
			{ first_name: 'Ada', phone: '1' },
			{ name: `Acme ${count}`, domain },
		);
		const { body } = await fluid.ingest({
			id: before.id,
			contact_rule: 'fill',
			contact: { first_name: null, phone: null, email: null },
			company: { name: `Acme ${count}`, domain: null },
		});
		expect(body).toMatchObject({ action: 'unchanged', deal: before });
		const gone = { id: before.id, contact: null, company: null };
		expect((await fluid.ingest({ ...gone, contact_rule: 'fill' })).body.action).toBe('unchanged');
		expect((await fluid.ingest(gone)).body.changed_fields).toEqual(['contact', 'company']);
	});

	test.each([
		[{}, { name: 'Ada King' }, ['Ada King', 'Ada', 'King']],
		[{ first_name: 'Ada' }, { last_name: 'King' }, ['Ada King', 'Ada', 'King']],
		[{ first_name: 'Ada' }, { name: 'Bob Smith' }, ['Ada', 'Ada', null]],
		[{ name: 'Ada King' }, { first_name: 'Bob', last_name: 'Smith' }, ['Ada King', 'Ada', 'King']],
		[
			{ name: 'Countess Ada', first_name: 'Ada' },
			{ last_name: 'King' },
			['Countess Ada', 'Ada', 'King'],
		],
	])('a contact with %j that is sent %j has the names %j', async (has, is, names) => {
		await known(has);
		const { contact } = await sent(is);
		expect([contact?.name, contact?.first_name, contact?.last_name]).toEqual(names);
	});

	test('a known company gets the domain it lacks and keeps name and domain it has', async () => {
		const name = `Acme ${count}`;
		await known({}, { name });
		expect((await sent({}, { company: { name, domain } })).company).toMatchObject({ name, domain });
		const other = { name: 'Other name', domain };
		expect((await sent({}, { company: other })).company).toMatchObject({ name, domain });
	});

	test('a contact and company that are new get all that is sent', async () => {
		const deal = await sent({ phone: '1' }, { company: { name: 'New', domain } });
		expect(deal).toMatchObject({
			contact: { email, phone: '1' },
			company: { name: 'New', domain },
		});
	});

	test('the deal itself is changed as ever', async () => {
		const { id } = await known({ phone: '1' });
		const { body } = await fluid.ingest({
			id,
			name: 'Renamed',
			source: null,
			contact_rule: 'fill',
		});
		expect(body.changed_fields).toEqual(['name']);
	});

	test('in on_create it counts for a new deal only', async () => {
		await known({ phone: '1' });
		const input = { name: 'New', contact: { email, phone: '2' }, match_on: 'email' };
		const fills = { ...input, on_create: { contact_rule: 'fill' } };
		expect((await fluid.deal({ ...fills, match_on: 'none' })).contact?.phone).toBe('1');
		const [newest] = (await fluid.get(`/api-deals?email=${email}`)).body.data;
		await fluid.ingest({ id: newest.id, status: 'won' });
		expect((await fluid.deal(fills)).contact?.phone).toBe('2');
	});
});

test.each([undefined, 'overwrite'])(
	'with contact_rule %s what is sent wins, as ever',
	async (rule) => {
		await known({ first_name: 'Ada', phone: '1' }, { name: 'Acme', domain });
		const deal = await sent(
			{ first_name: 'Augusta', phone: null },
			{ contact_rule: rule, company: { name: 'Acme Ltd', domain } },
		);
		expect(deal).toMatchObject({
			contact: { first_name: 'Augusta', phone: null },
			company: { name: 'Acme Ltd' },
		});
	},
);

test('another rule is refused', async () => {
	const { status, body } = await fluid.ingest({ name: 'New', contact_rule: 'filled' });
	expect([status, body.errors[0].pointer]).toEqual([422, '/contact_rule']);
	expect(body.detail).toContain('Did you mean "fill"?');
});
