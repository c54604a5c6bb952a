import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { OldDatabase } from '../server/test/contacts/oldTwins';
import { byEmail, fluidNode, fluidNodesForFile } from './support/fluidNodes';
import { Passage } from './support/passage';

const { fluid, nodes } = fluidNodesForFile();

/** A deal's contact, the way contacts come into being. */
async function contactOf(email: string) {
	const { contact } = await fluid.deal({
		name: 'Engines',
		contact: { email, first_name: 'Ada', phone: '+44 20 7946 0018' },
	});
	return contact as { id: string };
}

const update = (contactId: string, parameters: object) =>
	fluidNode('contact', 'update', { contactId, ...parameters });

describe('Update', () => {
	test('changes the fields that are given and leaves the others', async () => {
		const { id } = await contactOf('ada@example.com');

		const { items, error } = await nodes.runNode(
			update(id, {
				changes: { title: 'Chief Operating Officer', phone: '={{ $json.phone }}' },
				company: { name: 'Analytical Engines', domain: 'analytical.example' },
			}),
		);

		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			title: 'Chief Operating Officer',
			phone: '+44 20 7946 0018',
			company: { domain: 'analytical.example' },
		});
	});

	test.each(['d..ot@docomo.example', '.dot@mail.example', 'jörg@müller.example'])(
		'takes %s for an address, as the API does',
		async (email) => {
			const { id } = await contactOf(`before+${email}`);

			const { items } = await nodes.runNode(update(id, { changes: { email } }));

			expect(items[0]?.json).toMatchObject({ email });
		},
	);

	test('clears what the user wants cleared', async () => {
		const { id } = await contactOf('grace@example.com');

		const { items } = await nodes.runNode(update(id, { options: { clear: ['phone'] } }));

		expect(items[0]?.json).toMatchObject({ first_name: 'Ada', phone: null });
	});

	test('says so when there is nothing to change', async () => {
		const { id } = await contactOf('mary@example.com');

		const { error } = await nodes.runNode(update(id, { changes: { title: '' } }));

		expect(error?.message).toMatch(/^There is nothing to change for this item\. Add a field/);
	});

	test('names the contact that has the email address already', async () => {
		await contactOf('joan@example.com');
		const { id } = await contactOf('karen@example.com');

		const { error } = await nodes.runNode(update(id, { changes: { email: 'joan@example.com' } }));

		expect(error?.message).toMatch(/has the email address joan@example.com already/);
		expect(error?.httpCode).toBe('409');
	});
});

describe('Create or Update', () => {
	const upsert = (parameters: object) => fluidNode('contact', 'upsert', { ...parameters });

	test('creates a contact, and changes the one that has the email address', async () => {
		const call = upsert({ email: '={{ $json.email }}', changes: { title: '={{ $json.title }}' } });

		const { items } = await nodes.runNode(call, [
			{ email: 'hedy@example.com', title: 'Engineer' },
			{ email: 'Hedy@Example.com', title: 'Inventor' },
			{ email: 'hedy@example.com', title: 'Inventor' },
		]);

		expect(items.map(({ json }) => [json.action, json.title])).toEqual([
			['created', 'Engineer'],
			['updated', 'Inventor'],
			['unchanged', 'Inventor'],
		]);
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(1);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
	});

	test('saves a thousand contacts in one request, each with its own item', async () => {
		const passage = await Passage.to(fluid.url);
		const before = nodes.withCredentials({ fluidApi: { url: passage.url, apiKey: fluid.key } });
		const items = Array.from({ length: 1000 }, (_, n) => ({ email: `lead${n}@example.com` }));

		const run = await before.runNode(upsert({ email: '={{ $json.email }}' }), items);

		expect(run.error).toBeUndefined();
		expect(passage.passed.map(({ path }) => path)).toEqual(['/api-contacts?atomic=true']);
		expect(run.items[421]).toMatchObject({
			json: { action: 'created', email: 'lead421@example.com' },
			pairedItem: { item: 421 },
		});
		await passage.stop();
	});

	test('goes on after one that is refused, and says why', async () => {
		const parameters = { email: '={{ $json.email }}' };
		const call = fluidNode('contact', 'upsert', parameters, { onError: 'continueErrorOutput' });

		const { outputs } = await nodes.runNode(call, [
			{ email: 'maria@example.com' },
			{ email: 'maria@' },
			{ email: 'sofia@example.com' },
		]);

		const [saved = [], refused = []] = outputs.map((output) => output ?? []);
		expect(saved.map(({ json }) => json.email)).toEqual(['maria@example.com', 'sofia@example.com']);
		expect(refused.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[expect.stringMatching(/^Email is "maria@"/), { item: 1 }],
		]);
	});

	test('creates one by its name alone', async () => {
		const { items } = await nodes.runNode(upsert({ changes: { name: 'Emmy Noether' } }));

		expect(items[0]?.json).toMatchObject({ action: 'created', last_name: 'Noether' });
	});

	test('creates a contact once when the answer is lost and the execution is retried', async () => {
		const passage = await Passage.to(fluid.url);
		const before = nodes.withCredentials({ fluidApi: { url: passage.url, apiKey: fluid.key } });
		const call = upsert({ changes: { name: 'Lise Meitner' } });
		passage.loseNextAnswer();
		for (let tries = 0; tries < 3; tries++) passage.next((response) => response.destroy());
		const { run } = await before.runNode(call);

		await before.retry(run, call);

		expect((await fluid.get('/api-contacts?q=Meitner')).body.data).toHaveLength(1);
		await passage.stop();
	});

	test('says what a contact needs', async () => {
		const { error } = await nodes.runNode(upsert({ changes: { phone: '+44 20 7946 0018' } }));

		expect(error?.message).toBe('Fill in Email or Contact Name.');
	});

	test('says so when nothing is filled in', async () => {
		const { error } = await nodes.runNode(upsert({}));

		expect(error?.message).toBe(
			'Email is empty for this item, and so is everything else. Give the contact at least an email address or a name.',
		);
	});
});

test('finds contacts by email address and by a text', async () => {
	await contactOf('barbara@example.com');
	const find = async (filters: object) => {
		const { items } = await nodes.runNode(fluidNode('contact', 'getAll', { filters }));
		return items.map(({ json }) => json.email);
	};

	expect(await find({ email: 'Barbara@example.com' })).toEqual(['barbara@example.com']);
	expect(await find({ q: 'barbara' })).toEqual(['barbara@example.com']);
});

test('gets and deletes a contact', async () => {
	const { id } = await contactOf('radia@example.com');

	const got = await nodes.runNode(fluidNode('contact', 'get', { contactId: id }));
	const deleted = await nodes.runNode(fluidNode('contact', 'delete', { contactId: id }));
	const again = await nodes.runNode(fluidNode('contact', 'get', { contactId: id }));

	expect(got.items[0]?.json).toMatchObject({ id, email: 'radia@example.com' });
	expect(deleted.items[0]?.json).toEqual({ id, deleted: true });
	expect(again.error?.message).toMatch(/^No contact has the ID "con_\w+"\. Check it/);
});

describe('the contact', () => {
	test('is picked from a list that is searched', async () => {
		await contactOf('katherine@example.com');
		const call = fluidNode('contact', 'get');

		const { results } = await nodes.listSearch(call, 'searchContacts', 'kathe');

		expect(results.map(({ name }) => name)).toEqual(['Ada (katherine@example.com)']);
		const { items } = await nodes.runNode(
			fluidNode('contact', 'get', {
				contactId: { __rl: true, mode: 'list', value: results[0]?.value },
			}),
		);
		expect(items[0]?.json).toMatchObject({ email: 'katherine@example.com' });
	});

	test('is found by its email address, to be read, changed and deleted', async () => {
		const { id } = await contactOf('dorothy@example.com');
		const contactId = byEmail(' Dorothy@Example.com ');

		const read = await nodes.runNode(fluidNode('contact', 'get', { contactId }));
		const changed = await nodes.runNode(
			fluidNode('contact', 'update', { contactId, changes: { title: 'Engineer' } }),
		);
		const deleted = await nodes.runNode(fluidNode('contact', 'delete', { contactId }));
		const again = await nodes.runNode(fluidNode('contact', 'get', { contactId }));

		expect(read.items[0]?.json).toMatchObject({ id });
		expect(changed.items[0]?.json).toMatchObject({ id, title: 'Engineer' });
		expect(deleted.items[0]?.json).toEqual({ id, deleted: true });
		expect(again.error?.message).toBe(
			'No contact has the email address "Dorothy@Example.com". Check it, or choose the contact from the list.',
		);
	});

	test('is the oldest of several of before that share the address, whatever is done with it', async () => {
		const old = new OldDatabase();
		const oldest = old.contact('Ada@example.com');
		old.contact('ada@exam\u00adple.com');
		const twins = await old.start();
		const access = { fluidApi: { url: twins.url, apiKey: twins.key } };
		const run = async (operation: string, parameters: IDataObject, items = [{}]) => {
			const call = fluidNode('contact', operation, parameters);
			const { items: saved } = await nodes.withCredentials(access).runNode(call, items);
			return saved.map(({ json }) => json.id);
		};
		const contactId = byEmail('ada@example.com');
		const sent = ['ada@example.com', 'ADA@EXAMPLE.COM'].map((email) => ({ email }));

		expect(await run('upsert', { email: '={{ $json.email }}' }, sent)).toEqual([oldest, oldest]);
		expect(await run('get', { contactId })).toEqual([oldest]);
		expect(await run('update', { contactId, changes: { title: 'Countess' } })).toEqual([oldest]);
		expect(await run('delete', { contactId })).toEqual([oldest]);
		await twins.stop();
	});
});
