import { afterEach, beforeEach, expect, test } from 'vitest';
import { faults } from '../../src/problems/validation';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { deleteForm } from '../../src/forms/removal';
import { findFormById } from '../../src/forms/store';
import { addForm } from './formFixture';
import { Visitor } from './visitor';

const website = 'https://www.example.com';
const fluid = fluidForFile();
let receiver: Receiver;

beforeEach(async () => {
	receiver = await Receiver.start();
});
afterEach(() => receiver.stop());

async function send(form: string, email: string) {
	return new Visitor(`${fluid.url}/f/${form}`, website).send({ name: 'Ada Lovelace', email });
}

async function subscribe(path: string, events: string[], filters = {}): Promise<string> {
	const url = `${receiver.url}/${path}`;
	return (await fluid.post('/api-webhooks', { url, events, filters })).body.id;
}

async function remove(form: string): Promise<void> {
	const { context } = fluid.service;
	const found = await findFormById(context.database, form);
	if (found) await deleteForm(context, found);
}

const at = (path: string) => receiver.received.filter((call) => call.path === `/${path}`);

test('a submission publishes the contact, the deal and itself, in that order', async () => {
	await subscribe('all', ['form.submitted', 'deal.created', 'contact.created', 'deal.updated']);
	const form = await addForm(fluid);
	await send(form, 'ada@example.com');
	await receiver.waitFor(3);

	const events = at('all')
		.map(({ event }) => event)
		.sort((a, b) => a.sequence - b.sequence);
	expect(events.map(({ type }) => type)).toEqual([
		'contact.created',
		'deal.created',
		'form.submitted',
	]);
	const [contact, deal, submitted] = events;
	expect(submitted).toMatchObject({
		pipeline_id: deal?.data.deal?.pipeline_id,
		stage_id: deal?.data.deal?.stage_id,
		data: {
			form: {
				id: form,
				name: 'Contact us',
				pipeline_name: 'Sales',
				stage_name: 'New lead',
				url: `${fluid.url}/f/${form}`,
			},
			submission: {
				form_id: form,
				deal_id: deal?.data.deal?.id,
				contact_id: contact?.data.contact?.id,
				fields: { name: 'Ada Lovelace', email: 'ada@example.com' },
				landing_page: `${website}/`,
			},
		},
	});
	expect(faults('event', submitted)).toEqual([]);
});

test('a webhook can wait for one form only', async () => {
	const [wanted, other] = [await addForm(fluid), await addForm(fluid, { name: 'Newsletter' })];
	await subscribe('one', ['form.submitted'], { form_id: wanted });
	await subscribe('every', ['form.submitted']);
	await send(other, 'grace@example.com');
	await send(wanted, 'grace@example.com');
	await receiver.waitFor(3);
	expect(at('one').map(({ event }) => event.data.form?.id)).toEqual([wanted]);
});

test('forms are listed for dropdowns with what those need', async () => {
	const form = await addForm(fluid, { name: 'Download' });
	const { body } = await fluid.get('/api-forms');
	expect(body.data[0]).toMatchObject({ id: form, name: 'Download', stage_name: 'New lead' });
	expect(faults('form', body.data[0])).toEqual([]);
});

test('deleting a form keeps its deals and pauses what waits for it alone', async () => {
	const form = await addForm(fluid, { name: 'Trade fair' });
	await send(form, 'mary@example.com');
	const alone = await subscribe('alone', ['form.submitted'], { form_id: form });
	const more = await subscribe('more', ['form.submitted', 'deal.won'], { form_id: form });
	await remove(form);

	const { body: paused } = await fluid.get(`/api-webhooks/${alone}`);
	expect(paused).toMatchObject({
		status: 'paused',
		paused_reason: expect.stringContaining('"Trade fair"'),
	});
	const { body: kept } = await fluid.get(`/api-webhooks/${more}`);
	expect(kept).toMatchObject({ status: 'active', filters: { form_id: form } });
	const { body: deals } = await fluid.get('/api-deals?email=mary@example.com');
	expect(deals.data).toHaveLength(1);
	expect(await send(form, 'mary@example.com')).toMatchObject({ status: 404 });
});

test('a webhook whose form was deleted is resumed with another form, or for all of them', async () => {
	const form = await addForm(fluid);
	const id = await subscribe('alone', ['form.submitted'], { form_id: form });
	await remove(form);

	const resumed = await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
	expect(resumed.status).toBe(422);
	expect(resumed.body.errors[0]).toMatchObject({
		pointer: '/filters/form_id',
		detail: expect.stringContaining('Choose another one, or none'),
	});

	const forAll = { status: 'active', filters: { form_id: null } };
	expect(await fluid.patch(`/api-webhooks/${id}`, forAll)).toMatchObject({
		status: 200,
		body: { status: 'active' },
	});
});

test('a submission that fails leaves neither deal nor event', async () => {
	const form = await addForm(fluid);
	const { body: before } = await fluid.get('/api-events?limit=1');
	const refused = await new Visitor(`${fluid.url}/f/${form}`, website).send({ email: 'nobody@' });
	expect(refused.status).toBe(422);
	const { body: after } = await fluid.get('/api-events?limit=1');
	expect(after.data).toEqual(before.data);
});
