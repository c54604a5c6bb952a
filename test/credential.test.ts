import axios from 'axios';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRequest } from './support/credentialTest';
import { type FluidNodes, startFluidNodes } from './support/fluidNodes';

let fluid: FluidNodes['fluid'];
let nodes: FluidNodes['nodes'];

beforeAll(async () => {
	({ fluid, nodes } = await startFluidNodes());
});
afterAll(() => fluid.stop());

test('asks for the base URL and a key that is not shown', () => {
	const { properties, documentationUrl, iconUrl } = nodes.credentialType('fluidApi');

	expect(properties).toMatchObject([
		{ displayName: 'Base URL', default: 'http://localhost:3000', required: true },
		{ displayName: 'API Key', typeOptions: { password: true }, required: true },
	]);
	expect(documentationUrl).toMatch(/^https:\/\//);
	expect(iconUrl).toMatchObject({ light: expect.stringMatching(/fluid\.svg$/) });
});

test.each([
	['passes with a key that gives access', () => fluid.key, 200],
	['passes with spaces around the key', () => ` ${fluid.key}\n`, 200],
	['fails with a typo in the key', () => `${fluid.key}x`, 401],
])('its test %s', async (_, key, status) => {
	const values = { url: ` ${fluid.url}/ `, apiKey: key() };
	const request = testRequest(nodes.credentialType('fluidApi'), values);

	const answer = await axios.request({ ...request, validateStatus: () => true });

	expect(answer.status).toBe(status);
	if (status === 200) expect(answer.data.workspace.name).toBe('My workspace');
});
