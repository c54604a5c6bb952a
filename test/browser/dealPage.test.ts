import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { Deal } from '../../contract/types';
import { accessibilityFaults, RealBrowser, sideScroll } from '../support/browser';
import { type FluidFixture, startFluid } from '../support/fluid';
import { countOf, messageOf, textsOf } from '../support/pageWork';

let fluid: FluidFixture;
const browser = RealBrowser.forFile();
let page: Page;
let deal: Deal;
let now: Date;

beforeEach(async () => {
	now = new Date('2026-11-24T09:00:00.000Z');
	fluid = await startFluid({}, () => now);
	await fluid.addCustomField({
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
	});
	await fluid.addCustomField({
		key: 'tools',
		name: 'Tools',
		type: 'multi_select',
		options: ['HubSpot', 'Excel'],
	});
	deal = await fluid.deal({
		name: 'Acme website',
		value: 3000,
		contact: { email: 'ada@example.com', name: 'Ada Lovelace' },
		company: { name: 'Acme', domain: 'acme.example' },
		custom_fields: { industry: 'SaaS', tools: ['HubSpot'] },
		labels: ['cold email'],
		source: 'Smartlead',
		note: 'Sounds interesting.',
	});
	({ page } = await browser.openSignedIn(fluid));
	// Another moment than the deal was made in: a history is read in its order.
	now = new Date('2026-11-24T10:00:00.000Z');
	return async () => {
		// A browser that holds a connection open keeps the service from ending.
		await page.context().close();
		await fluid.stop();
	};
});

const current = async () => (await fluid.get(`/api-deals/${deal.id}`)).body as Deal;
const facts = () => textsOf(page.locator('.facts'));
const history = () => textsOf(page.locator('.history > li'));

test('what a deal does not have is None', async () => {
	const bare = await fluid.deal({ name: 'Globex' });
	await page.goto(bare.url);
	const values = await textsOf(page.locator('.facts').first().locator('dd'));
	const none = values.filter((text) => text.trim() === 'None');
	expect(none).toHaveLength(values.length);
});

test('the address in every answer and event leads to the deal with all it has', async () => {
	await page.goto(deal.url);
	const shown = (await facts()).join('\n');
	for (const text of [
		'Ada Lovelace',
		'ada@example.com',
		'Acme, acme.example',
		'cold email',
		'Smartlead',
		'SaaS',
		'HubSpot',
		deal.id,
	]) {
		expect(shown).toContain(text);
	}
	await page.getByText('Sounds interesting.').waitFor();
	await page
		.getByText(
			'Old and new values are kept for 30 days; what was changed, when and by what, as long as the deal.',
		)
		.waitFor();
});

test('everything is edited in one form, through the events of ingest', async () => {
	await page.goto(`/deals/${deal.id}`);
	await page.getByRole('link', { name: 'Edit', exact: true }).click();
	await page.getByLabel('Deal name').fill('Acme shop');
	await page.getByLabel('Value').fill('4800.5');
	await page.getByLabel('Stage').selectOption({ label: 'Contacted' });
	await page.getByLabel('Labels').fill('cold email, priority');
	await page.getByLabel('Owner email').fill('grace@agency.example');
	await page.getByLabel('Industry').selectOption({ label: 'Retail' });
	await page.getByLabel('HubSpot').uncheck();
	await page.getByLabel('Phone').fill('+44 20 7946 0018');
	await page.getByLabel('When (UTC)').fill('2026-12-01T09:00');
	await page.getByLabel('Reminder note').fill('Send the proposal');
	await page.getByRole('button', { name: 'Save' }).click();
	expect(await messageOf(page)).toBe('Saved.');

	expect(await current()).toMatchObject({
		name: 'Acme shop',
		value: 4800.5,
		stage_name: 'Contacted',
		labels: ['cold email', 'priority'],
		owner_email: 'grace@agency.example',
		custom_fields: { industry: 'Retail', tools: null },
		contact: { email: 'ada@example.com', phone: '+44 20 7946 0018' },
		reminder: { at: '2026-12-01T09:00:00.000Z', note: 'Send the proposal' },
		source: 'Smartlead',
	});
	const { data } = (await fluid.get('/api-events?limit=3')).body;
	expect(data.map(({ type }: { type: string }) => type)).toEqual([
		'deal.stage_changed',
		'deal.updated',
		'contact.updated',
	]);
});

test('the history says what changed from what to what, newest first', async () => {
	await fluid.deal({
		id: deal.id,
		value: 4800,
		stage: 'Contacted',
		custom_fields: { industry: 'Retail' },
	});
	now = new Date('2026-11-24T11:00:00.000Z');
	await fluid.deal({ id: deal.id, contact: { phone: '+44 20 7946 0018' } });
	now = new Date('2026-11-24T12:00:00.000Z');
	await fluid.deal({ id: deal.id, note: 'They want it by March.' });
	await fluid.deal({ id: deal.id, status: 'lost', lost_reason: 'No budget' });
	await page.goto(`/deals/${deal.id}`);
	const entries = (await history()).map((text) => text.replace(/\s+/g, ' '));
	expect(entries[0]).toContain('Marked as lost');
	expect(entries[0]).toContain('Lost reason: none → to No budget');
	expect(entries[1]).toContain('Note added By API key First key They want it by March.');
	expect(entries[2]).toContain('Phone: none → to +44 20 7946 0018');
	expect(entries[3]).toContain('Moved to "Contacted"');
	expect(entries[3]).toContain('Value: $3,000 → to $4,800');
	expect(entries[3]).toContain('Stage: New lead → to Contacted');
	expect(entries[3]).toContain('Industry: SaaS → to Retail');
	expect(entries[4]).toContain('Created in "New lead" from Smartlead');
	expect(entries).toHaveLength(5);
});

test('a long history is read on older pages', async () => {
	for (let value = 1; value <= 40; value += 1) await fluid.deal({ id: deal.id, value });
	await page.goto(`/deals/${deal.id}`);
	expect(await history()).toHaveLength(30);
	await page.getByRole('link', { name: 'Show older changes' }).click();
	expect(await history()).toHaveLength(11);
});

test('a note is added; an empty one is not', async () => {
	await page.goto(`/deals/${deal.id}`);
	await page.getByLabel('New note').fill('  \n ');
	await page.getByRole('button', { name: 'Add note' }).click();
	await page.getByText('must not be empty').waitFor();
	await page.getByLabel('New note').fill('They want it by March.');
	await page.getByRole('button', { name: 'Add note' }).click();
	expect(await messageOf(page)).toBe('The note is added.');
	expect((await current()).notes.map(({ text }) => text)).toEqual([
		'They want it by March.',
		'Sounds interesting.',
	]);
});

test('all notes are there, not the newest twenty only', async () => {
	for (let note = 1; note <= 24; note += 1) await fluid.deal({ id: deal.id, note: `Note ${note}` });
	await page.goto(`/deals/${deal.id}`);
	expect(await countOf(page.locator('.notes > li'))).toBe(20);
	await page.getByRole('link', { name: 'Show all notes' }).click();
	expect(await countOf(page.locator('.notes > li'))).toBe(25);
});

test('what somebody else has changed meanwhile, and you have not, is kept', async () => {
	await page.goto(`/deals/${deal.id}/edit`);
	await fluid.deal({ id: deal.id, value: 9000, note: 'They called.' });
	await page.getByLabel('Deal name').fill('Acme shop');
	await page.getByRole('button', { name: 'Save' }).click();
	expect(await messageOf(page)).toBe(
		'Saved. Changes someone else made in the meantime were kept: Value.',
	);
	expect(await current()).toMatchObject({ name: 'Acme shop', value: 9000 });
});

test('where both have changed the same, both values are shown and nothing is saved yet', async () => {
	await page.goto(`/deals/${deal.id}/edit`);
	await fluid.deal({ id: deal.id, name: 'Acme relaunch', stage: 'Contacted', source: 'Fair' });
	await page.getByLabel('Deal name').fill('Acme shop');
	await page.getByLabel('Stage').selectOption('Negotiation');
	await page.getByRole('button', { name: 'Save' }).click();
	const conflict = page.getByRole('alert');
	await conflict.getByText('Someone else changed this deal after you opened it.').waitFor();
	expect(await textsOf(conflict.locator('tbody tr'))).toEqual([
		expect.stringMatching(/Deal name\s+Acme relaunch\s+Acme shop/),
		expect.stringMatching(/Stage\s+Contacted\s+Negotiation/),
	]);
	await conflict.getByText('Also changed in the meantime: Source.').waitFor();
	expect(await current()).toMatchObject({ name: 'Acme relaunch', stage_name: 'Contacted' });
	expect(await page.getByLabel('Source').inputValue()).toBe('Fair');
	expect(await accessibilityFaults(page)).toEqual([]);

	await page.getByLabel('Stage').selectOption('Contacted');
	await page.getByRole('button', { name: 'Save' }).click();
	expect(await messageOf(page)).toBe('Saved.');
	expect(await current()).toMatchObject({
		name: 'Acme shop',
		stage_name: 'Contacted',
		source: 'Fair',
	});
});

test('two people who correct the same contact see the edit of the other', async () => {
	await page.goto(`/deals/${deal.id}/contact`);
	await fluid.patch(`/api-contacts/${deal.contact?.id}`, { phone: '+1 555 0100', title: 'CTO' });
	await page.getByLabel('Phone').fill('+1 555 0199');
	await page.getByRole('button', { name: 'Save contact' }).click();
	const row = page.getByRole('alert').getByRole('row', { name: 'Phone' });
	await row.getByText('+1 555 0100').waitFor();
	await row.getByText('+1 555 0199').waitFor();
	await page.getByRole('button', { name: 'Save contact' }).click();
	expect(await messageOf(page)).toBe('The contact is saved.');
	expect((await current()).contact).toMatchObject({ phone: '+1 555 0199', title: 'CTO' });
});

test('another address puts the deal with another contact; a typing error is corrected for all', async () => {
	await page.goto(`/deals/${deal.id}/edit`);
	await page.getByRole('link', { name: "Correct this contact's address" }).click();
	await page.getByLabel('Email').fill('ada@acme.example');
	await page.getByRole('button', { name: 'Save contact' }).click();
	expect(await messageOf(page)).toBe('The contact is saved.');
	const { contact } = await current();
	expect(contact).toMatchObject({ id: deal.contact?.id, email: 'ada@acme.example' });

	await page.getByRole('link', { name: 'Edit', exact: true }).click();
	await page.getByLabel('Contact name').fill('Grace Hopper');
	await page.getByLabel('Email', { exact: true }).fill('grace@example.com');
	await page.getByRole('button', { name: 'Save' }).click();
	expect((await current()).contact).toMatchObject({
		name: 'Grace Hopper',
		email: 'grace@example.com',
	});
	expect((await fluid.get('/api-contacts')).body.data).toHaveLength(2);
});

test('an address that another contact has is refused, and says whose it is', async () => {
	await fluid.deal({ name: 'Beta', contact: { email: 'grace@example.com', name: 'Grace Hopper' } });
	await page.goto(`/deals/${deal.id}/contact`);
	await page.getByLabel('Email').fill('grace@example.com');
	await page.getByRole('button', { name: 'Save contact' }).click();
	await page.getByText('has the email address grace@example.com already').waitFor();
});

test('an option that was taken away stays until the deal is changed', async () => {
	const [{ id }] = (await fluid.get('/api-custom-fields')).body.data;
	await page.goto(`/settings/custom-fields/${id}`);
	await page.getByLabel('Options').fill('Retail');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.goto(`/deals/${deal.id}/edit`);
	await page.getByLabel('Deal name').fill('Acme shop');
	await page.getByRole('button', { name: 'Save' }).click();
	expect((await current()).custom_fields.industry).toBe('SaaS');
});

test('a deal of another workspace of this server takes its visitor there', async () => {
	const client = await fluid.otherWorkspace('Client two');
	const other = await client.deal({ name: 'Beta shop' });
	await page.goto(other.url);
	expect(await messageOf(page)).toBe('You are now in the workspace "Client two".');
	await page.getByRole('heading', { name: 'Beta shop' }).waitFor();
});

test('the address of a deal that is gone says so', async () => {
	await fluid.delete(`/api-deals/${deal.id}`);
	const answer = await page.goto(`/deals/${deal.id}`);
	expect(answer?.status()).toBe(404);
	await page.getByText('It was deleted, or the address is incomplete.').waitFor();
});

test('a deal is moved, won and deleted from its page without JavaScript', async () => {
	({ page } = await browser.openSignedIn(fluid, { javaScriptEnabled: false }));
	await page.goto(`/deals/${deal.id}`);
	await page.getByLabel('Move to').selectOption({ label: 'Negotiation' });
	await page.getByRole('button', { name: 'Move', exact: true }).click();
	expect(await messageOf(page)).toBe('"Acme website" is now in "Negotiation".');
	await page.getByRole('button', { name: 'Mark as won' }).click();
	expect((await current()).status).toBe('won');
	await page.getByRole('link', { name: 'Delete', exact: true }).click();
	await page.getByRole('button', { name: 'Delete deal' }).click();
	expect(await messageOf(page)).toBe('The deal "Acme website" is deleted.');
	expect(new URL(page.url()).pathname).toBe('/deals');
});

test('stored markup stays text everywhere, and only web addresses become links', async () => {
	const evil = '</textarea><script>document.title="taken"</script>"\'';
	await fluid.addCustomField({ key: 'about', name: evil, type: 'long_text' });
	await fluid.deal({
		id: deal.id,
		name: evil,
		contact: { name: evil, title: evil, phone: evil.slice(0, 50) },
		company: evil,
		labels: [evil],
		source: evil,
		external_id: evil,
		note: evil,
		custom_fields: { about: `javascript:alert(1) ${evil}` },
		reminder: { in_days: 1, note: evil },
	});
	for (const end of ['', '/edit', '/act', '/delete', '/contact']) {
		await page.goto(`/deals/${deal.id}${end}`);
		expect(await page.title()).not.toBe('taken');
		expect(await countOf(page.locator('main script'))).toBe(0);
		expect(await countOf(page.locator('a[href^="javascript:"]'))).toBe(0);
	}
	await page.goto(`/deals/${deal.id}/edit`);
	expect(await page.getByLabel(evil).inputValue()).toBe(`javascript:alert(1) ${evil}`);
	expect(await page.getByLabel('Deal name').inputValue()).toBe(evil);
});

test('the pages have no serious fault of accessibility and fit 320 pixels', async () => {
	await fluid.deal({
		id: deal.id,
		status: 'lost',
		lost_reason: 'No budget',
		reminder: { in_days: 0 },
	});
	const addresses = ['', '/edit', '/contact'].map((end) => `/deals/${deal.id}${end}`);
	for (const address of addresses) {
		await page.goto(address);
		expect(await accessibilityFaults(page)).toEqual([]);
	}
	await page.setViewportSize({ width: 320, height: 700 });
	for (const address of addresses) {
		await page.goto(address);
		expect(await sideScroll(page)).toBe(0);
	}
});
