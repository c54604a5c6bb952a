import { beforeEach, expect, test } from 'vitest';
import type { Event } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { changeFieldTo } from '../../../test/support/renaming';
import { addForm, contactUs, question } from './formFixture';
import { Visitor } from './visitor';

const fluid = fluidForFile({}, () => now);
let now = new Date('2026-11-24T09:30:00.000Z');
const ada = { name: 'Ada Lovelace', email: 'ada@example.com', company: 'Analytical Engines' };

beforeEach(() => pass(3600));

function pass(seconds: number): void {
	now = new Date(now.getTime() + seconds * 1000);
}

/** Opens a form's page, reads it for a while, and sends it. */
async function fillIn(formId: string, values: Record<string, string | string[]>) {
	const visitor = new Visitor(`${fluid.url}/f/${formId}`);
	const hidden = await visitor.open();
	pass(20);
	return visitor.send({ ...hidden, ...values });
}

async function newest(type: string): Promise<Event> {
	return (await fluid.get(`/api-events?type=${type}&limit=1`)).body.data[0];
}

async function dealsOf(email: string) {
	return (await fluid.get(`/api-deals?email=${encodeURIComponent(email)}`)).body.data;
}

test('a submission makes a deal with the person, the company and the message', async () => {
	const form = await addForm(fluid, { stage: 'Contacted' });
	const answer = await fillIn(form, { ...ada, message: 'Can we talk on Thursday?' });

	expect(answer).toMatchObject({ status: 303, location: `/f/${form}/thanks` });
	expect(await dealsOf('ada@example.com')).toMatchObject([
		{
			name: 'Analytical Engines',
			stage_name: 'Contacted',
			source: 'Form: Contact us',
			contact: { name: 'Ada Lovelace', email: 'ada@example.com' },
			company: { name: 'Analytical Engines' },
			notes: [{ text: 'Can we talk on Thursday?' }],
		},
	]);
});

test.each([
	'd..ot@docomo.example',
	'dot.@docomo.example',
	'.dot@mail.example',
	'jörg@büro.example',
])('%s is taken for an address, as by the API', async (email) => {
	const answer = await fillIn(await addForm(fluid), { ...ada, email });

	expect(answer.status).toBe(303);
	expect(await dealsOf(email)).toMatchObject([{ contact: { email } }]);
});

test('a visitor who writes the same address in another way has the deal that is open changed', async () => {
	const form = await addForm(fluid);
	await fillIn(form, { ...ada, email: 'ada@büro.example' });
	await fillIn(form, { ...ada, email: 'ADA@xn--bro-hoa.example', message: 'Once more' });

	expect(await dealsOf('ada@büro.example')).toMatchObject([
		{ contact: { email: 'ada@büro.example' }, notes: [{ text: 'Once more' }] },
	]);
});

test('a deal is named after the person when there is no company, and after the form when there is nobody', async () => {
	const fields = contactUs.fields.map((one) => ({ ...one, required: false }));
	const form = await addForm(fluid, { fields });
	await fillIn(form, { name: 'Grace Hopper' });
	await fillIn(form, { message: 'Call me back' });
	const { body } = await fluid.get('/api-deals?limit=2');
	expect(body.data.map(({ name }: { name: string }) => name)).toEqual([
		'Contact us',
		'Grace Hopper',
	]);
});

test('sending again later updates the open deal, which keeps its name and stage', async () => {
	const form = await addForm(fluid);
	await fillIn(form, { name: 'Mary Somerville', email: 'mary@example.com', message: 'Hello' });
	const [deal] = await dealsOf('mary@example.com');
	await fluid.deal({ id: deal.id, stage: 'Negotiation' });

	await fillIn(form, {
		name: 'Mary Somerville',
		email: 'MARY@example.com',
		company: 'Sphere',
		message: 'Still here',
	});
	expect(await dealsOf('mary@example.com')).toMatchObject([
		{
			id: deal.id,
			name: 'Mary Somerville',
			stage_name: 'Negotiation',
			company: { name: 'Sphere' },
			notes: [{ text: 'Still here' }, { text: 'Hello' }],
		},
	]);
});

test('somebody with several open deals gets a new one, for which is meant is ambiguous', async () => {
	for (const name of ['First', 'Second'])
		await fluid.deal({ name, contact: { email: 'emmy@example.com' } });
	await fillIn(await addForm(fluid), { name: 'Emmy Noether', email: 'emmy@example.com' });
	const names = (await dealsOf('emmy@example.com')).map(({ name }: { name: string }) => name);
	expect(names).toEqual(['Emmy Noether', 'Second', 'First']);
});

test('somebody whose deal is won or in another pipeline gets a new one', async () => {
	const partners = await fluid.addPipeline('Partners', ['New']);
	await fluid.deal({ name: 'Won', status: 'won', contact: { email: 'sofia@example.com' } });
	await fluid.deal({
		name: 'Elsewhere',
		pipeline_id: partners,
		contact: { email: 'sofia@example.com' },
	});
	await fillIn(await addForm(fluid), { name: 'Sofia', email: 'sofia@example.com' });
	expect(await dealsOf('sofia@example.com')).toHaveLength(3);
});

test('custom fields of every type reach the deal and the submission', async () => {
	await fluid.addCustomField({
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
	});
	await fluid.addCustomField({
		key: 'topics',
		name: 'Topics',
		type: 'multi_select',
		options: ['Website', 'Shop'],
	});
	await fluid.addCustomField({ key: 'employees', name: 'Employees', type: 'number' });
	await fluid.addCustomField({ key: 'start', name: 'Start', type: 'date' });
	await fluid.addCustomField({ key: 'website', name: 'Website', type: 'url' });
	await fluid.addCustomField({ key: 'news', name: 'Newsletter', type: 'boolean' });
	// Also the name of a built-in field: the form asks it under another one.
	await fluid.addCustomField({ key: 'email', name: 'Second email', type: 'email' });
	const asked = ['industry', 'topics', 'employees', 'start', 'website', 'news', 'custom.email'];
	const fields = [...contactUs.fields, ...asked.map((name) => question(name, name))];
	const form = await addForm(fluid, { fields });

	const answer = await fillIn(form, {
		name: 'Hedy Lamarr',
		email: 'hedy@example.com',
		industry: 'SaaS',
		topics: ['Website', 'Shop'],
		employees: '12.5',
		start: '2026-12-01',
		website: 'hedy.example/about',
		news: 'yes',
		'custom.email': 'second@example.com',
	});
	expect(answer.status).toBe(303);
	const custom_fields = {
		industry: 'SaaS',
		topics: ['Website', 'Shop'],
		employees: 12.5,
		start: '2026-12-01',
		website: 'https://hedy.example/about',
		news: true,
	};
	const [deal] = await dealsOf('hedy@example.com');
	expect(deal.custom_fields).toEqual({ ...custom_fields, email: 'second@example.com' });
	const { data } = await newest('form.submitted');
	expect(data.submission?.fields).toMatchObject({
		...custom_fields,
		email: 'hedy@example.com',
		'custom.email': 'second@example.com',
	});
});

test('a field that the pipeline requires but the form does not ask loses no submission', async () => {
	const form = await addForm(fluid);
	await fluid.addCustomField({ key: 'region', name: 'Region', type: 'text', required: true });
	expect(await fillIn(form, { name: 'Rosalind', email: 'rosalind@example.com' })).toMatchObject({
		status: 303,
	});
	expect(await dealsOf('rosalind@example.com')).toHaveLength(1);
});

test('a custom field that was deleted is not asked any more', async () => {
	const form = await addForm(fluid, {
		fields: [...contactUs.fields, question('gone', 'Gone', true)],
	});
	expect(await fillIn(form, { name: 'Lise', email: 'lise@example.com' })).toMatchObject({
		status: 303,
	});
});

test('nobody is sent away for writing too much: the deal has the beginning, the submission everything', async () => {
	await fluid.addCustomField({ key: 'plans', name: 'Plans', type: 'text' });
	const asked = [question('phone', 'Phone'), question('plans', 'Plans')];
	const form = await addForm(fluid, { fields: [...contactUs.fields, ...asked] });
	const long = {
		name: 'نورا '.repeat(50).trim(),
		company: '🚀'.repeat(150),
		message: `${'a'.repeat(9_998)}😀${'b'.repeat(10)}`,
		phone: '+44 20 7946 0018, ask for Ada or for Grace; after six',
		plans: 'x'.repeat(1_200),
	};
	expect(await fillIn(form, { ...long, email: 'nora@example.com' })).toMatchObject({ status: 303 });

	const [deal] = await dealsOf('nora@example.com');
	expect(deal).toMatchObject({
		name: `${'🚀'.repeat(99)}…`,
		notes: [{ text: 'a'.repeat(1_000), text_length: 9_999 }],
		contact: {
			name: `${long.name.slice(0, 199)}…`,
			phone: `${long.phone.slice(0, 49)}…`,
		},
		company: { name: `${'🚀'.repeat(99)}…` },
		custom_fields: { plans: `${'x'.repeat(999)}…` },
	});
	expect((await newest('form.submitted')).data.submission?.fields).toMatchObject(long);
});

test('nor for writing too much in all, and the event of it stays small', async () => {
	const names = ['one', 'two', 'three', 'four', 'five', 'six'];
	for (const key of names) await fluid.addCustomField({ key, name: key, type: 'long_text' });
	const fields = [...contactUs.fields, ...names.map((name) => question(name, name))];
	const form = await addForm(fluid, { fields });
	// Six bytes each in JSON.
	const long = Object.fromEntries(names.map((name) => [name, `${name}${'\u0001'.repeat(13_000)}`]));
	const sent = { name: 'Nora', email: 'all@example.com', ...long };
	expect(await fillIn(form, sent)).toMatchObject({ status: 303 });

	const [deal] = await dealsOf('all@example.com');
	expect(deal?.custom_fields.one).toBe(`one${'\u0001'.repeat(996)}…`);
	const event = await newest('form.submitted');
	expect(Object.keys(event.data.submission?.fields ?? {})).toHaveLength(8);
	expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(256_000);
});

test('somebody who gives an email address and nothing else becomes a deal', async () => {
	const form = await addForm(fluid, { fields: [question('email', 'Email', true)] });
	expect(await fillIn(form, { email: 'anon@example.com' })).toMatchObject({ status: 303 });
	expect(await dealsOf('anon@example.com')).toMatchObject([
		{ name: 'anon@example.com', contact: { name: null, email: 'anon@example.com' } },
	]);
});

test('an email address for a website is reported at its place, and everything else is kept', async () => {
	const fields = [...contactUs.fields, question('company_domain', 'Website')];
	const form = await addForm(fluid, { fields });
	const answers = { name: 'Ada', email: 'ada@acme.example', company_domain: 'ada@acme.example' };
	const { status, page } = await fillIn(form, answers);
	expect(status).toBe(422);
	expect(page).toContain('is not a web address. Write it like https://example.com.');
	expect(page).toContain('value="ada@acme.example"');
});

test('half a character, which only a program can send, is no reason to lose a lead', async () => {
	const visitor = new Visitor(`${fluid.url}/f/${await addForm(fluid)}`);
	const { body } = await visitor.definition();
	pass(20);
	const sent = await visitor.sendByScript({
		name: 'Ada \ud83d',
		email: 'half@example.com',
		form_token: body.token,
	});
	expect(sent.status).toBe(200);
	expect(await dealsOf('half@example.com')).toMatchObject([{ name: 'Ada \ufffd' }]);
});

test('wrong answers are shown again with what was entered and a sentence for each', async () => {
	const form = await addForm(fluid);
	const { status, page } = await fillIn(form, { email: 'ada@', company: 'Analytical Engines' });
	expect(status).toBe(422);
	expect(page).toContain('Fill in &quot;Your name&quot;.');
	expect(page).toContain('like an email address, e.g. ada@example.com.');
	expect(page).toContain('value="Analytical Engines"');
	expect(page).toMatch(/id="f-email"[^>]*aria-describedby="f-email-fault" aria-invalid="true"/);
});

test('the script gets the same place by place', async () => {
	const form = await addForm(fluid);
	const visitor = new Visitor(`${fluid.url}/f/${form}`);
	const { body } = await visitor.definition();
	pass(20);
	const answer = await visitor.sendByScript({ email: 'ada@', form_token: body.token });
	expect(answer.status).toBe(422);
	expect(answer.body.errors).toEqual([
		{ pointer: '/name', code: 'not_valid', detail: 'Fill in "Your name".' },
		{
			pointer: '/email',
			code: 'not_valid',
			detail: 'Write "Email" like an email address, e.g. ada@example.com.',
		},
	]);
});

test('a form that asks for consent takes nothing without it and keeps its text', async () => {
	const consent_text = 'I agree that my data is kept to answer me.';
	const form = await addForm(fluid, { consent_text });
	const refused = await fillIn(form, { name: 'Ida', email: 'ida@example.com' });
	expect(refused).toMatchObject({
		status: 422,
		page: expect.stringContaining('Check this box to agree'),
	});

	await fillIn(form, { name: 'Ida', email: 'ida@example.com', consent: 'yes' });
	expect((await newest('form.submitted')).data.submission?.consent).toBe(consent_text);
});

test('a form that is not there says so to visitors and to scripts', async () => {
	const visitor = new Visitor(`${fluid.url}/f/frm_gone`);
	expect(await visitor.send(ada)).toMatchObject({
		status: 404,
		page: expect.stringContaining('Form not found'),
	});
	expect(await visitor.sendByScript(ada)).toMatchObject({
		status: 404,
		body: { code: 'form_not_found' },
	});
});

test('a page that still offers an option under its name from before is taken', async () => {
	const options = ['SaaS', 'Retail'];
	await fluid.addCustomField({ key: 'branch', name: 'Branch', type: 'select', options });
	const fields = [...contactUs.fields, question('branch', 'Branch')];
	const form = await addForm(fluid, { fields });
	await fluid.service.database.write(fluid.workspaceId, (transaction) =>
		changeFieldTo({ transaction, workspaceId: fluid.workspaceId }, 'branch', {
			options: ['Software', 'Retail'],
		}),
	);

	const person = { ...ada, email: 'grace@example.com' };
	const answer = await fillIn(form, { ...person, branch: 'SaaS' });

	expect(answer.status).toBe(303);
	expect(await dealsOf('grace@example.com')).toMatchObject([
		{ custom_fields: { branch: 'Software' } },
	]);
});
