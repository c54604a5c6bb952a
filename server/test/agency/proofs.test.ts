import { beforeEach, describe, expect, test } from 'vitest';
import type { Deal, Delivery, Event, Proof, Webhook } from '../../../contract/types';
import { agencyClient } from '../../../test/support/agencyClient';
import { fluidForFile } from '../../../test/support/fluid';
import type { FluidClient } from '../../../test/support/fluidClient';
import { Receiver } from '../../../test/support/receiver';
import { endForgottenProofs } from '../../src/agency/endOldProofs';
import { sql } from '../../src/database/sql';
import { checks, examine } from '../../src/doctor/examine';

const MINUTE = 60_000;

let now = new Date('2026-11-24T09:00:00.000Z');
const fluid = fluidForFile({}, () => now);
const receiver = Receiver.forEachTest();
let agency: FluidClient;
let count = 0;
let email: string;

beforeEach(async () => {
	agency ??= await agencyClient(fluid);
	count += 1;
	email = `fluid-proof+${count}@example.com`;
	now = new Date(now.getTime() + 60 * MINUTE);
	return removeWebhooks;
});

async function removeWebhooks(): Promise<void> {
	const { body } = await fluid.get('/api-webhooks');
	for (const { id } of body.data) await fluid.delete(`/api-webhooks/${id}`);
}

const register = async (): Promise<Proof> =>
	(await agency.post('/api-proofs', { workspace_id: fluid.workspaceId, email })).body;

/** Sends a lead as a workflow does: a new deal with contact and company. */
const sendLead = (more: object = {}): Promise<Deal> =>
	fluid.deal({
		name: `Fluid proof ${count}`,
		contact: { email, name: 'Fluid Proof' },
		company: `Fluid proof ${count}`,
		...more,
	});

const subscribe = async (more: object = {}): Promise<Webhook> => {
	const events = ['deal.created', 'deal.updated', 'deal.won', 'deal.deleted', 'contact.created'];
	return (await fluid.post('/api-webhooks', { url: receiver.url, events, ...more })).body;
};

/** Names of the deals that arrived, once another deal has. */
async function arrived(): Promise<string[]> {
	const last = await fluid.deal({ name: `Real deal ${count}` });
	await expect.poll(() => receiver.received.some(({ event }) => isOf(event, last))).toBe(true);
	return receiver.received.flatMap(
		({ event }) => event.data.deal?.name ?? event.data.contact?.name ?? '',
	);
}

const isOf = ({ data }: Event, { id }: Deal) => data.deal?.id === id;

describe('what a registered proof makes', () => {
	test('is left out of every delivery and of the list of events, and shows in the proof', async () => {
		await subscribe();
		const proof = await register();
		const deal = await sendLead();
		await fluid.ingest({ id: deal.id, status: 'won', note: 'Paid.' });

		expect(await arrived()).toEqual([`Real deal ${count}`]);
		const { body: listed } = await fluid.get(`/api-events?since=${now.toISOString()}`);
		expect(listed.data.map(({ type }: Event) => type)).toEqual(['deal.created']);
		expect((await fluid.get('/api-events?type=deal.won')).body.data).toEqual([]);
		const { body } = await agency.get(`/api-proofs/${proof.id}`);
		expect(body.made).toEqual({
			deals: [
				{
					...{ id: deal.id, name: `Fluid proof ${count}`, status: 'won', value: null },
					...{ currency: 'USD', pipeline_name: 'Sales', stage_name: 'New lead', url: deal.url },
				},
			],
			...{ contacts: 1, companies: 1, events: 4 },
		});
	});

	test('is delivered to a webhook that asks for proofs, and says that it is one', async () => {
		const { proof: asks } = await subscribe({ proof: true });
		await register();
		await sendLead();

		expect(asks).toBe(true);
		expect(await arrived()).toEqual(['Fluid Proof', `Fluid proof ${count}`, `Real deal ${count}`]);
		const proofs = receiver.received.map(({ event }) => event.proof);
		expect(proofs).toEqual([true, true, undefined]);
		const { body } = await fluid.get(`/api-events?proof=true&since=${now.toISOString()}`);
		expect(body.data).toEqual(receiver.received.map(({ event }) => event).reverse());
	});

	test('is left out of a change that is delivered as one, too', async () => {
		await subscribe({ deliver: 'each_change' });
		await register();
		await sendLead();
		expect(await arrived()).toEqual([`Real deal ${count}`]);
	});

	test('is left out of a replay, of what a consumer catches up with, and of what is fetched', async () => {
		const consumer = { consumer: `sync-${count}` };
		const { id } = await subscribe(consumer);
		const { body: pulled } = await fluid.post('/api-webhooks', {
			delivery: 'pull',
			events: ['deal.created'],
		});
		await register();
		await sendLead();
		const { body: replayed } = await fluid.post(`/api-webhooks/${id}/replay`, {
			since: now.toISOString(),
		});
		await fluid.delete(`/api-webhooks/${id}`);
		await sendLead({ contact: { email }, name: 'Another sample' });
		const again = await subscribe({ ...consumer, catch_up: true });

		expect([replayed.replayed, again]).toEqual([0, expect.objectContaining({ caught_up: 0 })]);
		expect((await fluid.post(`/api-webhooks/${pulled.id}/pull`)).body.data).toEqual([]);
		const real = await fluid.deal({ name: `Real deal ${count}` });
		const { body: log } = await fluid.get(`/api-webhooks/${again.id}/deliveries`);
		expect(log.data.map(({ deal_id }: Delivery) => deal_id)).toEqual([real.id]);
	});
});

describe('what is no proof', () => {
	test('is delivered, whatever its address looks like', async () => {
		await subscribe();
		await register();
		await sendLead({ contact: { email: `fluid-proof+other${count}@example.com` } });
		expect(await arrived()).toContain(`Fluid proof ${count}`);
	});

	test('is the same address ten minutes later', async () => {
		await subscribe();
		await register();
		now = new Date(now.getTime() + 11 * MINUTE);
		await sendLead();
		expect(await arrived()).toContain(`Fluid proof ${count}`);
	});

	test('is the same address in another workspace', async () => {
		const other = await fluid.otherWorkspace(`Client ${count}`);
		const hook = { url: receiver.url, events: ['deal.created'] };
		await other.post('/api-webhooks', hook);
		await register();
		await other.deal({ name: 'Theirs', contact: { email } });
		await expect.poll(() => receiver.received.length).toBe(1);
	});

	test('is a deal that was there before and comes to have the address', async () => {
		const real = await fluid.deal({ name: `Engines ${count}` });
		await register();
		await subscribe();
		await fluid.ingest({ id: real.id, contact: { email } });
		expect(await arrived()).toContain(`Engines ${count}`);
	});

	test('is the address of somebody who is a contact already', async () => {
		const { contact } = await sendLead();
		const { status, body } = await agency.post('/api-proofs', {
			workspace_id: fluid.workspaceId,
			email: email.toUpperCase(),
		});
		expect([status, body.code, body.params.id]).toEqual([409, 'contact_exists', contact?.id]);
	});

	test('is an address that another proof has', async () => {
		const { id } = await register();
		const { status, body } = await agency.post('/api-proofs', {
			workspace_id: fluid.workspaceId,
			email,
		});
		expect([status, body.code, body.params.id]).toEqual([409, 'proof_exists', id]);
	});
});

describe('ending a proof', () => {
	const everything = async () => {
		const { database } = fluid.service;
		const counts: number[] = [];
		for (const table of ['deals', 'contacts', 'companies', 'notes', 'deliveries', 'proof_records'])
			counts.push(
				Number(
					(
						await database.get<{ count: number }>({
							strings: [`select count(*) as count from ${table}`],
							values: [],
						})
					)?.count,
				),
			);
		return counts;
	};

	test('removes all it made, company, events and deliveries included, and fires nothing', async () => {
		const hook = await subscribe({ proof: true, url: 'http://127.0.0.1:9/' });
		const before = await everything();
		const { body: earlier } = await fluid.get('/api-events?limit=1');
		const proof = await register();
		const { id } = await sendLead({ note: 'A sample.' });
		await fluid.ingest({ id, status: 'won' });

		const { status, body } = await agency.delete(`/api-proofs/${proof.id}`);

		expect([status, body]).toEqual([
			200,
			{
				id: proof.id,
				workspace_id: fluid.workspaceId,
				removed: { deals: 1, contacts: 1, companies: 1, events: 4, deliveries: 4 },
				kept: [],
			},
		]);
		expect(await everything()).toEqual(before);
		expect((await agency.get(`/api-proofs/${proof.id}`)).body.code).toBe('proof_not_found');
		const { body: after } = await fluid.get('/api-events?proof=true&limit=1');
		expect(after).toEqual(earlier);
		await fluid.delete(`/api-webhooks/${hook.id}`);
	});

	test('leaves no gap for whoever walks forward, and nothing for the doctor to find', async () => {
		const first = await fluid.deal({ name: 'Before' });
		const [{ sequence }] = (await fluid.get('/api-events?limit=1')).body.data;
		const proof = await register();
		await sendLead();
		await agency.delete(`/api-proofs/${proof.id}`);
		const second = await fluid.deal({ name: 'After' });

		const walk = await fluid.get(`/api-events?after=${sequence - 1}`);
		expect(walk.body.data.map(({ data }: Event) => data.deal?.id)).toEqual([first.id, second.id]);
		const { body: rest } = await fluid.get(`/api-events?after=${sequence + 1}`);
		expect(rest.data).toHaveLength(1);
		const { database, secrets } = fluid.service;
		for (const check of checks) {
			const { findings } = await examine(check, database, secrets, () => now, false, 0);
			expect([check.name, findings]).toEqual([check.name, []]);
		}
	});

	test('keeps what a real deal has come to use', async () => {
		const proof = await register();
		const { contact, company } = await sendLead();
		now = new Date(now.getTime() + 11 * MINUTE);
		const real = await fluid.deal({ name: 'Real', contact: { email }, company: company?.name });

		const { body } = await agency.delete(`/api-proofs/${proof.id}`);

		expect(body).toMatchObject({
			removed: { deals: 1, contacts: 0, companies: 0 },
			kept: [contact?.id, company?.id],
		});
		expect((await fluid.get(`/api-deals/${real.id}`)).body.contact.id).toBe(contact?.id);
	});

	test('happens by itself an hour after it expired', async () => {
		const proof = await register();
		const deal = await sendLead();
		const { database } = fluid.service;
		await endForgottenProofs(database, new Date(now.getTime() + 69 * MINUTE));
		expect((await fluid.get(`/api-deals/${deal.id}`)).status).toBe(200);

		await endForgottenProofs(database, new Date(now.getTime() + 71 * MINUTE));

		expect((await fluid.get(`/api-deals/${deal.id}`)).status).toBe(404);
		expect((await agency.get(`/api-proofs/${proof.id}`)).status).toBe(404);
		expect(await database.get(sql`select 1 from proof_records`)).toBeUndefined();
	});
});

describe('the webhooks of a workspace', () => {
	test('are listed by where they send and whether they work', async () => {
		const { id } = await subscribe({ name: 'Won deals to Slack' });
		const { body } = await agency.get(`/api-workspaces/${fluid.workspaceId}/webhooks`);
		expect(body.data).toEqual([
			expect.objectContaining({ id, name: 'Won deals to Slack', status: 'active', proof: false }),
		]);
	});

	test('are tried with a sample, which says what the receiver answered', async () => {
		const { id } = await subscribe();
		receiver.answer(503, 'busy');
		const path = `/api-workspaces/${fluid.workspaceId}/webhooks/${id}/test`;
		const { status, body } = await agency.post(path);
		expect([status, body.attempts[0].status_code]).toEqual([200, 503]);
		expect((await agency.post(path.replace(id, 'whk_1'))).body.code).toBe('webhook_not_found');
	});
});
