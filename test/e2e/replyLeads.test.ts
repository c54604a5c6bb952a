import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import instantly from '../../templates/samples/instantly-lead-interested.json';
import { replyFrom, replyWithId, startColdEmail } from '../support/coldEmail';
import { dealsIn } from '../support/fluidInN8n';
import { itemsOf, type PublishedTemplate } from '../support/publishedTemplate';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let coldEmail: PublishedTemplate;

beforeAll(async () => {
	({ fluid, coldEmail } = await startColdEmail());
});
afterAll(() => fluid?.stop());

const dealsOf = (email: string) => dealsIn(fluid, email);

const noteOf = async (email: string) => (await dealsOf(email))[0]?.notes[0]?.text;

describe('a positive reply', () => {
	test('from a free mail address belongs to no company', async () => {
		for (const lead_email of ['mary@gmail.com', 'percy@gmail.com']) {
			await coldEmail.receive('Instantly', { ...instantly, lead_email });
			expect(await dealsOf(lead_email)).toMatchObject([{ company: null }]);
		}
	});

	test('with a page at LinkedIn for a website belongs to the company of its address', async () => {
		const page = { website: 'https://www.linkedin.com/company/acme', company_name: 'Acme' };
		await coldEmail.receive('Smartlead', replyFrom('joan@acme.example', page));
		expect(await dealsOf('joan@acme.example')).toMatchObject([
			{ company: { name: 'Acme', domain: 'acme.example' } },
		]);
	});

	test.each([
		['website', 'Website: soon online', { website: 'soon online', company_url: '' }],
		['phone', 'Phone: +44 20', { phone_number: `+44 20 7946 0018${' or 0018'.repeat(8)}` }],
		['linkedin', 'LinkedIn: none', { linkedin_profile: 'none' }],
	])('with a broken %s becomes a deal that keeps it in the note', async (what, noted, change) => {
		const email = `${what}@difference.example`;
		const { status } = await coldEmail.receive('Smartlead', replyFrom(email, change));
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([{ contact: { email, first_name: 'Ada' } }]);
		expect(await noteOf(email)).toContain(noted);
	});

	test('without a usable address becomes a deal too', async () => {
		const lead = { ...replyFrom('ada at analytical', { company_name: 'Lovelace & Co' }) };
		await coldEmail.receive('Smartlead', lead);
		const { body } = await fluid.client.get('/api-deals?q=Lovelace%20%26%20Co');
		expect(body.data).toMatchObject([{ contact: { email: null, first_name: 'Ada' } }]);
		expect(body.data[0].notes[0].text).toContain('Email: ada at analytical');
	});

	test.each([
		['two dots in a row', 'd..ot@mobile.example'],
		['letters with marks in its domain', 'info@büro-works.example'],
	])('from an address with %s is kept with it', async (_what, email) => {
		const { status } = await coldEmail.receive('Smartlead', replyFrom(email));
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([
			{
				contact: { email },
				reminder: { state: 'scheduled' },
				custom_fields: { campaign: 'Operations leaders, autumn' },
			},
		]);
	});

	test('without a usable address is found again when the lead replies again', async () => {
		const lead = replyFrom('grace at navy', { company_name: 'Navy' });
		await coldEmail.receive('Smartlead', lead);
		await coldEmail.receive('Smartlead', { ...lead, ...replyWithId('r2', 'Any news?') });
		const { body } = await fluid.client.get('/api-deals?q=Navy');
		expect(body.data).toHaveLength(1);
		expect(body.data[0].pipeline_name).toBe('Sales');
		expect(body.data[0].notes).toHaveLength(2);
	});

	test.each([
		[
			'names at the top',
			'Smartlead',
			'jane@clinic.example',
			{
				lead_category: { new_name: 'Interested' },
				lead_email: 'jane@clinic.example',
				first_name: 'Jane',
				last_name: 'Roe',
				company_name: 'Example Clinic',
				reply_message: { text: 'Tell me more.' },
			},
		],
		[
			'names in lead, the category as a text',
			'Smartlead',
			'jane@hospital.example',
			{
				lead_category: 'Interested',
				lead: {
					email: 'jane@hospital.example',
					first_name: 'Jane',
					last_name: 'Roe',
					company_name: 'Example Clinic',
				},
				reply: { body: 'Tell me more.' },
			},
		],
		[
			'lead_first_name',
			'Instantly',
			'jane@practice.example',
			{
				event_type: 'lead_interested',
				lead_email: 'jane@practice.example',
				lead_first_name: 'Jane',
				lead_last_name: 'Roe',
				companyName: 'Example Clinic',
				reply: { body: 'Tell me more.' },
			},
		],
	])('with %s is read too', async (_what, tool, email, payload) => {
		const { status } = await coldEmail.receive(tool, payload);
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([
			{ contact: { name: 'Jane Roe' }, company: { name: 'Example Clinic' } },
		]);
		expect(await noteOf(email)).toBe('Interested\n\nTell me more.');
	});

	test.each([
		['Smartlead', { event: 'EMAIL_REPLIED', lead: { email: 'joan@acme.example' } }],
		['Instantly', { lead_email: 'joan@acme.example' }],
		['Smartlead', { lead_category: { new_name: 'Interested' } }],
	])('from %s that is not understood comes to an output that says so', async (tool, payload) => {
		const execution = await coldEmail.receive(tool, payload);
		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Not understood')).toEqual([
			{ error: expect.stringMatching(/^(Smartlead|Instantly) sent /), sent: payload },
		]);
	});
});
