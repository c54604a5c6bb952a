import type { FluidFixture } from '../../../test/support/fluid';
import type { Receiver } from '../../../test/support/receiver';
import { addForm } from '../forms/formFixture';

/** A bit of everything that a workspace may have. */
export async function fillEverywhere(fluid: FluidFixture, receiver: Receiver): Promise<void> {
	for (const more of [{}, { deliver: 'each_change' }, { ordering: 'per_object' }])
		await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created', 'deal.updated', 'deal.won', 'deal.deleted', 'contact.updated'],
			...more,
		});
	await fluid.post('/api-webhooks', { delivery: 'pull', events: ['deal.created'] });
	await addForm(fluid);
	const ada = { email: 'ada@example.com', name: 'Ada Lovelace' };
	const { id, contact } = await fluid.deal({
		name: 'Website for Ada',
		contact: ada,
		company: 'Acme',
		labels: ['cold email'],
		note: 'Prefers mornings',
		value: 0.1,
	});
	await fluid.deal({ id, status: 'won', note: 'Signed' });
	await fluid.deal({ name: 'Second', contact: ada, value: 0.2, company: { name: 'Beta' } });
	await fluid.patch(`/api-contacts/${contact?.id}`, {
		name: 'Ada King',
		company: { name: 'Acme' },
	});
	const { id: gone } = await fluid.deal({ name: 'Gone', contact: { email: 'x@example.com' } });
	await fluid.delete(`/api-deals/${gone}`);
	const other = await fluid.deal({
		name: 'Grace',
		contact: { email: 'grace@example.com' },
		value: 0.7,
	});
	await fluid.post(`/api-contacts/${contact?.id}/merge`, { contact_id: other.contact?.id });
	await fluid.post('/api-contacts/erase', { email: 'x@example.com' });
}
