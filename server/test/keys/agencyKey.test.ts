import { beforeAll, describe, expect, test } from 'vitest';
import { type ApiCall, calls } from '../../../contract/calls';
import { agencyClient } from '../../../test/support/agencyClient';
import { fluidForFile } from '../../../test/support/fluid';
import type { FluidClient } from '../../../test/support/fluidClient';
import { deleteAgencyKey } from '../../src/agency/keyStore';

const fluid = fluidForFile();
let agency: FluidClient & { keyId: string };

beforeAll(async () => {
	agency = await agencyClient(fluid);
});

const ask = (client: FluidClient, { method, path }: ApiCall) =>
	client.call(
		method,
		path.replace(/:\w+/g, 'x'),
		method === 'GET' || method === 'DELETE' ? undefined : {},
	);

describe('an agency key', () => {
	test('is recognized by its beginning, and says which it is', async () => {
		expect(agency.key).toMatch(/^fluid_agency_[0-9A-Za-z]{38}$/);
		const { status, body } = await agency.get('/api-agency');
		expect([status, body.key]).toEqual([200, { id: agency.keyId, name: 'Roll-outs' }]);
	});

	test('is refused by every call that reaches deals, contacts or events, with a sentence', async () => {
		const ordinary = calls.filter(({ isPublic, key }) => !isPublic && key !== 'agency');
		expect(ordinary.length).toBeGreaterThan(40);
		for (const call of ordinary) {
			const { status, body } = await ask(agency, call);
			expect([call.path, status, body.code]).toEqual([call.path, 403, 'agency_key']);
		}
		const { body } = await agency.get('/api-me');
		expect(body.detail).toMatch(
			/never deals, contacts or events\. Use an API key of the workspace/,
		);
	});

	test('that was deleted gives access no more', async () => {
		const gone = await agencyClient(fluid, 'Old laptop');
		await fluid.service.database.writeService((transaction) =>
			deleteAgencyKey(transaction, gone.keyId, new Date('2026-11-24T09:00:00Z')),
		);
		const { status, body } = await gone.get('/api-agency');
		expect([status, body.detail]).toEqual([
			401,
			'The agency key "Old laptop" was deleted on 2026-11-24. Create a new one where Fluid runs: fluid keys create --agency --name "Roll-outs"',
		]);
	});
});

describe('the API key of a workspace', () => {
	test('is refused by every call of agencies, with a sentence', async () => {
		const ofAgencies = calls.filter(({ key }) => key === 'agency');
		expect(ofAgencies.length).toBeGreaterThan(8);
		for (const call of ofAgencies) {
			const { status, body } = await ask(fluid, call);
			expect([call.path, status, body.code]).toEqual([call.path, 403, 'agency_key_needed']);
		}
	});
});
