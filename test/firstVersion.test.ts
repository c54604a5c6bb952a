import { expect, test } from 'vitest';
import { fluidNode, fluidNodesForFile } from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();

/** A step as it was saved before the node had a second version. */
const saved = (resource: string, operation: string, parameters: object) => ({
	...fluidNode(resource, operation, { ...parameters }),
	version: 1,
});

const run = async (...[resource, operation, parameters]: Parameters<typeof saved>) => {
	const { items, error } = await nodes.runNode(saved(resource, operation, parameters), [{}]);
	expect(error).toBeUndefined();
	return items[0]?.json;
};

test('a saved Create or Update takes the fields from where they stood', async () => {
	const contact = { email: 'ada@example.com', first_name: 'Ada' };
	const { id } = await fluid.deal({ name: 'Engines', contact });

	const result = await run('deal', 'upsert', {
		name: 'Analytical Engines',
		match_on: 'email',
		contact: { email: 'ada@example.com', phone: '+44 20 7946 0018' },
		additionalFields: { value: 4800, status: 'won', note: 'Signed on Thursday' },
		options: { mode: 'update' },
	});

	expect(result).toMatchObject({
		id,
		action: 'updated',
		name: 'Analytical Engines',
		value: 4800,
		status: 'won',
		contact: { first_name: 'Ada', phone: '+44 20 7946 0018' },
		notes: [{ text: 'Signed on Thursday' }],
	});
});

test.each([
	['ID', (id: string) => ({ match_on: 'id', id })],
	['external ID', () => ({ match_on: 'external_id', external_id: 'crm-1' })],
	['email address', () => ({ match_on: 'email', contact: { email: 'grace@example.com' } })],
])('a saved Update finds the deal by its %s', async (label, which) => {
	const { body } = await fluid.ingest({
		name: 'Sea',
		external_id: 'crm-1',
		contact: { email: 'grace@example.com' },
	});
	const { id } = body.deal;

	const result = await run('deal', 'update', {
		...which(id),
		name: `Found by ${label}`,
		additionalFields: { value: 250 },
	});

	expect(result).toMatchObject({ id, name: `Found by ${label}`, value: 250 });
});

test('a saved Get and Delete take the ID as a text', async () => {
	const email = 'charles@example.com';
	const { id, contact } = await fluid.deal({ name: 'Air', contact: { email } });
	const contactId = contact?.id;

	expect(await run('deal', 'get', { dealId: ` ${id} ` })).toMatchObject({ id, name: 'Air' });
	expect(await run('contact', 'get', { contactId })).toMatchObject({ email });
	expect(
		await run('contact', 'update', { contactId, changes: { title: 'Inventor' } }),
	).toMatchObject({ title: 'Inventor' });
	expect(await run('deal', 'delete', { dealId: id })).toEqual({ id, deleted: true });
	expect(await run('contact', 'delete', { contactId })).toMatchObject({
		deleted: true,
	});
});
