import { afterEach, describe, expect, test } from 'vitest';
import type { Webhook } from '../contract/types';
import { agencyClient } from './support/agencyClient';
import { fluidNodesForFile } from './support/fluidNodes';
import type { TriggerListener } from './support/triggerListener';

const { fluid, nodes } = fluidNodesForFile();
const listeners: TriggerListener[] = [];

afterEach(async () => {
	for (const listener of listeners.splice(0)) {
		await listener.unpublish();
		await listener.stop();
	}
});

async function listen(options: Record<string, boolean>): Promise<TriggerListener> {
	const parameters = { events: ['deal.created'], options };
	const listener = await nodes.listen({ type: 'fluidTrigger', parameters });
	listeners.push(listener);
	await listener.publish();
	return listener;
}

describe('the sample lead of a registered proof', () => {
	test('starts a workflow that includes proofs, and no other', async () => {
		const [proven, other] = [await listen({ includeProofs: true }), await listen({})];
		const agency = await agencyClient(fluid);
		const email = 'sample@proof.example';
		await agency.post('/api-proofs', { workspace_id: fluid.workspaceId, email });

		await fluid.deal({ name: 'Sample', contact: { email } });
		await fluid.deal({ name: 'Real' });

		const name = async (trigger: TriggerListener) => {
			const [item] = await trigger.next();
			return [item?.json.data, item?.json.proof] as [{ deal: { name: string } }, unknown];
		};
		expect(await name(proven)).toMatchObject([{ deal: { name: 'Sample' } }, true]);
		expect(await name(proven)).toMatchObject([{ deal: { name: 'Real' } }, undefined]);
		expect(await name(other)).toMatchObject([{ deal: { name: 'Real' } }, undefined]);
	});
});

test('a workflow gets a webhook that asks for proofs, or not, as its option is now', async () => {
	const trigger = await listen({});
	expect(await trigger.checkExists()).toBe(true);
	const options = { includeProofs: true };
	trigger.setParameters({ events: ['deal.created'], options });
	expect(await trigger.checkExists()).toBe(false);

	await trigger.publish();

	const [webhook, ...others] = (await fluid.get('/api-webhooks')).body.data as Webhook[];
	expect([webhook?.proof, others]).toEqual([true, []]);
	await fluid.patch(`/api-webhooks/${webhook?.id}`, { proof: false });
	expect(await trigger.checkExists()).toBe(false);
});
