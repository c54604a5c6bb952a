import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../test/support/fluid';
import App from '../src/index';
import { failure, type RunZap, zapOf } from './support/zap';

const fluid = fluidForFile();
let zap: RunZap;

beforeAll(async () => {
	zap = zapOf(fluid);
});

const create = (inputData: Record<string, unknown>) =>
	zap(App.creates.create_contact.operation.perform, inputData);
const update = (inputData: Record<string, unknown>) =>
	zap(App.creates.update_contact.operation.perform, inputData);

describe('Create Contact', () => {
	test('creates a contact with its company and no deal', async () => {
		const ada = await create({
			email: 'ada@example.com',
			name: 'Ada Lovelace',
			phone: '',
			company_name: 'Analytical Engines',
		});

		expect(ada).toMatchObject({
			first_name: 'Ada',
			last_name: 'Lovelace',
			phone: null,
			company: { name: 'Analytical Engines' },
		});
		expect((await fluid.get('/api-deals')).body.data).toEqual([]);
	});

	test('with an email address that is taken names its contact and the action to use', async () => {
		await create({ email: 'grace@example.com', name: 'Grace Hopper' });

		const { message } = await failure(create({ email: 'Grace@example.com', name: 'G. Hopper' }));

		expect(message).toMatch(/^"Grace Hopper" .*Use the action "Update Contact" instead\.$/);
	});

	test.each(['d..ot@docomo.example', '.dot@mail.example', 'jörg@müller.example'])(
		'takes %s for an address, as the API does',
		async (email) => {
			expect(await create({ email })).toMatchObject({ email });
		},
	);

	test('with nothing filled in says what to do', async () => {
		expect((await failure(create({ name: ' ' }))).message).toBe('Fill in at least one field.');
	});

	test('with something that is no email address says so with the label of the field', async () => {
		const { message } = await failure(create({ email: 'ada@' }));

		expect(message).toBe(
			'Email is "ada@", which is not an email address. Write it like ada@example.com.',
		);
	});
});

describe('Update Contact', () => {
	test('leaves the contact as it is when all that was mapped is empty this time', async () => {
		const before = await create({ name: 'Charles Babbage', phone: '+44 20 7946 0018' });

		const after = await update({ contact_id: before.id, phone: '', title: ' ' });

		expect({ ...after, repeated: false }).toEqual(before);
	});

	test('changes what is filled in and clears what is chosen', async () => {
		const { id } = await create({ name: 'Joseph Jacquard', phone: '+33 1 23', title: 'Weaver' });

		const updated = await update({
			contact_id: id,
			title: 'Inventor',
			name: '',
			company_domain: 'looms.example',
			company_name: 'Looms',
			clear_fields: ['phone'],
		});

		expect(updated).toMatchObject({
			name: 'Joseph Jacquard',
			title: 'Inventor',
			phone: null,
			company: { name: 'Looms', domain: 'looms.example' },
		});
	});

	test('keeps what is filled in, though it is chosen to be cleared', async () => {
		const { id } = await create({ name: 'Ada Lovelace', phone: '+44 20', title: 'Countess' });

		const updated = await update({
			contact_id: id,
			phone: '+44 21',
			title: '',
			company_name: 'Analytical Engines',
			clear_fields: ['Phone', 'job title', 'company'],
		});

		expect(updated).toMatchObject({
			phone: '+44 21',
			title: null,
			company: { name: 'Analytical Engines' },
		});
	});

	test.each(['', ' ', null])('of %j says which field to fill in', async (contact_id) => {
		const { message } = await failure(update({ contact_id, title: 'Professor' }));

		expect(message).toBe('Fill in "Contact".');
	});

	test('sent again changes nothing more', async () => {
		const { id } = await create({ name: 'Charles Babbage' });

		const first = await update({ contact_id: id, title: 'Professor' });
		const again = await update({ contact_id: id, title: 'Professor' });

		expect(again).toEqual(first);
	});

	test('of a contact that is gone says so', async () => {
		const { message } = await failure(update({ contact_id: 'con_/..', title: 'Professor' }));

		expect(message).toBe('No contact has the ID "con_/..". Choose one from the list.');
	});
});
