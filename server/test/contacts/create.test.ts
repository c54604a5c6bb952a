import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

const ada = {
	email: 'ada@example.com',
	name: 'Ada Lovelace',
	company: { name: 'Analytical Engines', domain: 'analytical.example' },
};

describe('creating a contact without a deal', () => {
	const fluid = fluidForFile();
	const receiver = Receiver.forFile();

	beforeAll(async () => {
		await fluid.post('/api-webhooks', { url: receiver.url, events: ['contact.created'] });
	});

	test('answers the contact with its company and publishes it', async () => {
		const { status, body } = await fluid.post('/api-contacts', ada);

		expect(status).toBe(201);
		expect(body).toMatchObject({ ...ada, first_name: 'Ada', last_name: 'Lovelace' });
		const [delivery] = await receiver.waitFor(1);
		expect(delivery?.event.data).toEqual({ contact: body });
		const found = await fluid.get('/api-contacts?email=ADA@example.com');
		expect(found.body.data).toEqual([body]);
	});

	test('refuses an email address that another contact has, and names that contact', async () => {
		const { status, body } = await fluid.post('/api-contacts', {
			email: 'Ada@Example.com',
			name: 'Augusta King',
		});

		expect(status).toBe(409);
		expect(body.code).toBe('contact_exists');
		expect(body.detail).toContain('"Ada Lovelace"');
	});

	test('needs an email address or a name', async () => {
		const { status, body } = await fluid.post('/api-contacts', { phone: '+44 20 7946 0018' });

		expect(status).toBe(422);
		expect(body.errors).toEqual([
			{
				pointer: '/email',
				detail: 'Give the contact at least an email address or a name.',
				code: 'needs_one_of',
				params: { names: ['email', 'name'] },
			},
		]);
	});

	test('sent twice with the same Idempotency-Key, creates one contact', async () => {
		const grace = { name: 'Grace Hopper' };
		const headers = { 'Idempotency-Key': 'import-7-grace' };

		const first = await fluid.post('/api-contacts', grace, headers);
		const second = await fluid.post('/api-contacts', grace, headers);

		expect(second.body).toEqual(first.body);
		expect(second.headers['idempotent-replayed']).toBe('true');
		const found = await fluid.get('/api-contacts?q=Grace');
		expect(found.body.data).toHaveLength(1);
	});
});
