import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import payment from '../../templates/stripe-payment-to-deal-won.json';
import stripe from '../../templates/samples/stripe-checkout-session-completed.json';
import { dealsIn, startFluidInN8n } from '../support/fluidInN8n';
import type { N8n } from '../support/n8n';
import type { CredentialRef } from '../support/n8nRest';
import { Passage } from '../support/passage';
import { itemsOf, PublishedTemplate } from '../support/publishedTemplate';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;

beforeAll(async () => {
	({ fluid, n8n, credential } = await startFluidInN8n());
});
afterAll(() => fluid?.stop());

beforeEach(async () => {
	for (const { id } of await deals()) await fluid.client.delete(`/api-deals/${id}`);
});

const deals = (email?: string) => dealsIn(fluid, email);
const dealOf = (email: string, rest: object = {}) =>
	fluid.client.deal({ name: 'Acme website', contact: { email }, ...rest });

describe('a payment in Stripe', () => {
	let template: PublishedTemplate;

	beforeAll(async () => {
		template = await PublishedTemplate.publish(n8n, payment, credential);
	});
	afterAll(() => template.unpublish());

	const session = (change: object) => ({
		...stripe,
		data: { object: { ...stripe.data.object, ...change } },
	});

	test('wins the open deal of the customer, with what was paid', async () => {
		const { id } = await dealOf('ada@analytical.example', { value: 100 });
		const { status } = await template.receive('Stripe', stripe);
		expect(status).toBe('success');
		const [deal] = await deals('ada@analytical.example');
		expect(deal).toMatchObject({
			id,
			name: 'Acme website',
			status: 'won',
			value: 4800.5,
			currency: 'EUR',
		});
		expect(deal?.notes[0]?.text).toBe('Paid in Stripe: cs_test_a1b2c3');
	});

	test('wins the deal that its metadata names, whoever pays', async () => {
		const { id } = await dealOf('ada@analytical.example');
		await dealOf('ada@analytical.example', { name: 'Acme shop' });
		const paidBy = { email: 'accounts@analytical.example' };
		const paid = { metadata: { fluid_deal_id: id }, customer_details: paidBy };
		await template.receive('Stripe', session(paid));
		expect((await fluid.client.get(`/api-deals/${id}`)).body).toMatchObject({
			status: 'won',
			contact: { email: 'ada@analytical.example' },
		});
	});

	test.each([
		['jpy', 480_000, 480_000],
		['kwd', 480_050, 480.05],
	])('in %s has the value it has there', async (currency, amount_total, value) => {
		await dealOf('ada@analytical.example');
		await template.receive('Stripe', session({ currency, amount_total }));
		expect(await deals()).toMatchObject([{ value, currency: currency.toUpperCase() }]);
	});

	const invoice = (change: object) => ({
		...stripe,
		type: 'invoice.paid',
		data: {
			object: {
				id: 'in_1QAbC',
				billing_reason: 'manual',
				customer_email: 'ada@analytical.example',
				amount_paid: 480_050,
				currency: 'eur',
				...change,
			},
		},
	});

	test('of an invoice wins the deal as well', async () => {
		await dealOf('ada@analytical.example');
		await template.receive('Stripe', invoice({}));
		expect(await deals()).toMatchObject([{ status: 'won', value: 4800.5 }]);
	});

	test('of a new subscription wins the deal that the metadata of the subscription names', async () => {
		const { id } = await dealOf('ada@analytical.example');
		const parent = { subscription_details: { metadata: { fluid_deal_id: id } } };
		await template.receive('Stripe', invoice({ billing_reason: 'subscription_create', parent }));
		expect(await deals()).toMatchObject([{ id, status: 'won' }]);
	});

	test.each([
		['the renewal of a subscription', { billing_reason: 'subscription_cycle' }],
		['the first invoice of a subscription', { billing_reason: 'subscription_create' }],
		['an invoice over nothing', { amount_paid: 0 }],
	])('for %s wins no deal by the email address', async (_what, change) => {
		await dealOf('ada@analytical.example');
		await template.receive('Stripe', invoice(change));
		expect(await deals()).toMatchObject([{ status: 'open' }]);
	});

	test('that renews a subscription leaves the deal that its metadata names', async () => {
		const { id } = await dealOf('ada@analytical.example');
		const parent = { subscription_details: { metadata: { fluid_deal_id: id } } };
		await template.receive('Stripe', invoice({ billing_reason: 'subscription_cycle', parent }));
		expect(await deals()).toMatchObject([{ status: 'open' }]);
	});

	test.each([
		['sent again', stripe],
		['sent again as an invoice', invoice({})],
	])('that is %s wins no other deal of the customer', async (_what, repeated) => {
		const first = await dealOf('ada@analytical.example');
		await template.receive('Stripe', session({ invoice: 'in_1QAbC' }));
		await fluid.client.ingest({ id: first.id, value: 5000 });
		const next = await dealOf('ada@analytical.example', { name: 'Acme shop' });
		await template.receive('Stripe', repeated);
		expect((await fluid.client.get(`/api-deals/${first.id}`)).body.value).toBe(5000);
		expect((await fluid.client.get(`/api-deals/${next.id}`)).body.status).toBe('open');
	});

	test('of somebody with several open deals wins none and says so', async () => {
		for (const name of ['Acme website', 'Acme shop'])
			await dealOf('ada@analytical.example', { name });
		const execution = await template.receive('Stripe', stripe);
		expect(await deals()).toMatchObject([{ status: 'open' }, { status: 'open' }]);
		expect(itemsOf(execution, 'No open deal, or several')).toEqual([
			{ error: expect.stringContaining('ada@analytical.example has 2 open deals') },
		]);
	});

	test('without an email address says so', async () => {
		const execution = await template.receive('Stripe', invoice({ customer_email: null }));
		expect(itemsOf(execution, 'No open deal, or several')).toEqual([
			{ error: expect.stringContaining('in_1QAbC has no email address') },
		]);
	});

	const naming = (fluid_deal_id: string) => session({ metadata: { fluid_deal_id } });

	test('that names a deal which is gone says so', async () => {
		const { id } = await dealOf('ada@analytical.example');
		await fluid.client.delete(`/api-deals/${id}`);
		const execution = await template.receive('Stripe', naming(id));
		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'No open deal, or several')).toMatchObject([
			{ error: expect.stringContaining('No deal has') },
		]);
	});

	test('while Fluid is in trouble fails, and wins the deal it names once it is retried', async () => {
		const passage = await Passage.to(fluid.url);
		const access = { url: passage.url, apiKey: fluid.client.key };
		const behindProxy = await n8n.rest.createCredential('fluidApi', access, 'Behind a proxy');
		const published = await PublishedTemplate.publish(n8n, payment, behindProxy);
		const { id } = await dealOf('ada@analytical.example');

		passage.breakDown(/^GET .api-deals/);
		const failed = await published.receive('Stripe', naming(id));
		expect(failed.status).toBe('error');
		passage.recover();
		const retried = await published.retry(failed);

		await published.unpublish();
		await passage.stop();
		expect(retried.status).toBe('success');
		expect(await deals()).toMatchObject([{ id, status: 'won' }]);
	});

	test('that is not made yet changes nothing', async () => {
		await dealOf('ada@analytical.example');
		await template.receive('Stripe', session({ payment_status: 'unpaid' }));
		expect(await deals()).toMatchObject([{ status: 'open' }]);
	});

	test('of somebody without an open deal makes none and says so at the error output', async () => {
		const execution = await template.receive('Stripe', stripe);
		expect(execution.status).toBe('success');
		expect(await deals()).toEqual([]);
		expect(itemsOf(execution, 'No open deal, or several')).toEqual([
			expect.objectContaining({
				error: expect.stringContaining('ada@analytical.example has no open deal'),
			}),
		]);
	});
});
