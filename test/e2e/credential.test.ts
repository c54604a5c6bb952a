import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFluidInN8n } from '../support/fluidInN8n';
import type { N8n } from '../support/n8n';
import type { CredentialRef } from '../support/n8nRest';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;

beforeAll(async () => {
	({ fluid, n8n, credential } = await startFluidInN8n());
});
afterAll(() => fluid?.stop());

describe('the Fluid credential', () => {
	test('says that it works', async () => {
		const access = { url: fluid.url, apiKey: fluid.client.key };
		expect(await n8n.rest.testCredential('fluidApi', credential, access)).toMatchObject({
			status: 'OK',
		});
	});

	test('says what to do about a key that was cut off', async () => {
		const access = { url: fluid.url, apiKey: fluid.client.key.slice(0, -1) };
		expect(await n8n.rest.testCredential('fluidApi', credential, access)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('This is not a complete Fluid API key'),
		});
	});

	test.each([
		['another site', () => n8n.url, 'Something answers at'],
		['a wrong path', () => `${fluid.url}/crm`, 'Enter http://'],
		['an address where nothing listens', () => 'http://127.0.0.1:9', 'Nothing answers at'],
		['no address', () => 'crm', 'is not a web address'],
	])('says what to do about %s', async (_what, url, sentence) => {
		const access = { url: url(), apiKey: fluid.client.key };
		expect(await n8n.rest.testCredential('fluidApi', credential, access)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(sentence),
		});
	});
});
