import { expect, test } from 'vitest';
import { calls } from '../../../contract/calls';
import { agencyClient } from '../../../test/support/agencyClient';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

/** What an agency key makes is read with it. */
const OF_AGENCIES = ['POST /api-keys', 'POST /api-proofs', 'POST /api-workspaces'];

/** Something that each call makes, and what of its answer the address leads to. */
const making: Record<string, () => Promise<{ path: string; body: object; made: string[] }>> = {
	'POST /api-ingest': async () => ({
		path: '/api-ingest',
		body: { name: 'Acme website', contact: { email: 'ada@example.com' } },
		made: ['deal'],
	}),
	'POST /api-contacts': async () => ({
		path: '/api-contacts',
		body: { email: 'grace@example.com' },
		made: [],
	}),
	'POST /api-webhooks': async () => ({
		path: '/api-webhooks',
		body: { delivery: 'pull', events: ['deal.created'] },
		made: [],
	}),
	'POST /api-webhooks/:id/test': async () => {
		const { body } = await fluid.post('/api-webhooks', {
			delivery: 'pull',
			events: ['deal.created'],
		});
		return { path: `/api-webhooks/${body.id}/test`, body: {}, made: [] };
	},
	'POST /api-keys': async () => ({
		path: '/api-keys',
		body: { workspace_id: fluid.workspaceId, name: 'n8n' },
		made: [],
	}),
	'POST /api-proofs': async () => ({
		path: '/api-proofs',
		body: { workspace_id: fluid.workspaceId, email: 'proof@example.com' },
		made: [],
	}),
	'POST /api-workspaces': async () => ({
		path: '/api-workspaces',
		body: { name: 'Client A' },
		made: [],
	}),
};

test('every call that makes something is among those below', () => {
	const declared = calls.filter(({ answers }) => answers['201']);
	expect(declared.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
		Object.keys(making).toSorted(),
	);
});

test.each(Object.keys(making))('%s says where to read what it has made', async (name) => {
	const { path, body, made } = await (making[name] as (typeof making)[string])();
	const client = OF_AGENCIES.includes(name) ? await agencyClient(fluid) : fluid;
	const answer = await client.post(path, body);

	expect(answer.status).toBe(201);
	const read = await client.get(answer.headers.location as string);
	expect(read.status).toBe(200);
	const whole = made.reduce((value, part) => value[part], answer.body);
	expect(whole).toMatchObject({ id: read.body.id });
});

test('an answer that is given again says it as well, and a dry run, which makes nothing, does not', async () => {
	const headers = { 'idempotency-key': 'execution-231-item-0' };
	const first = await fluid.ingest({ name: 'Acme website' }, headers);
	const again = await fluid.ingest({ name: 'Acme website' }, headers);
	expect(again.headers['idempotent-replayed']).toBe('true');
	expect(again.headers.location).toBe(first.headers.location);
	expect(first.headers.location).toBe(`/api-deals/${first.body.deal.id}`);

	const dry = await fluid.post('/api-ingest?dry_run=true', { name: 'Engines' });
	expect([dry.status, dry.headers.location]).toEqual([201, undefined]);
});
