import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testOf } from './support/credentialTest';
import { startFluid } from './support/fluid';
import { fluidNodesForFile } from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();

/** Whole, but made elsewhere. */
let OTHER_KEY: string;

/** Any other site, which answers everything with a page of its own. */
const site = createServer(({ url = '' }, response) => {
	if (url.startsWith('/moved')) response.writeHead(301, { location: 'https://crm.example.com/' });
	response.end('<h1>Welcome</h1>');
});
const stranger = { url: '' };

beforeAll(async () => {
	const other = await startFluid();
	OTHER_KEY = other.key;
	await other.stop();
	await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
	stranger.url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(async () => {
	site.close();
});

test('asks for the base URL and a key that is not shown', () => {
	const { properties, documentationUrl, iconUrl } = nodes.credentialType('fluidApi');

	expect(properties).toMatchObject([
		{ displayName: 'Base URL', default: 'http://localhost:3000', required: true },
		{ displayName: 'API Key', typeOptions: { password: true }, required: true },
	]);
	expect(documentationUrl).toMatch(/^https:\/\//);
	expect(iconUrl).toMatchObject({ light: expect.stringMatching(/fluid\.svg$/) });
});

describe.each(['fluid', 'fluidTrigger', 'fluidPollingTrigger'])(
	'its test, by the node %s,',
	(node) => {
		const tested = (url: string, apiKey: string) => testOf(nodes.nodeType(node), { url, apiKey });

		test('passes with spaces around address and key', async () => {
			expect(await tested(` ${fluid.url}/ `, ` ${fluid.key}\n`)).toEqual({
				status: 'OK',
				message: 'This key belongs to the workspace "My workspace".',
			});
		});

		test.each<[string, () => string, () => string, RegExp]>([
			[
				'a typo in the key',
				() => fluid.url,
				() => `${fluid.key}x`,
				/^This is not a complete Fluid API key/,
			],
			['no key', () => fluid.url, () => '', /^The Fluid credential has no API key\. Enter one\.$/],
			[
				'a key of another server',
				() => fluid.url,
				() => OTHER_KEY,
				/^This API key does not exist here/,
			],
			[
				'a key with odd characters',
				() => fluid.url,
				() => 'fluid_\u4711',
				/^This is not a complete Fluid API key/,
			],
			[
				'nothing at the address',
				() => 'http://127.0.0.1:9',
				() => fluid.key,
				/^Nothing answers at http:\/\/127\.0\.0\.1:9\..+Docker/,
			],
			[
				'a server nobody knows',
				() => 'http://crm.invalid',
				() => fluid.key,
				/^There is no server called "crm\.invalid"/,
			],
			[
				'an address without http',
				() => 'crm.example.com',
				() => fluid.key,
				/^The base URL "crm\.example\.com" .+ is not a web address\./,
			],
			['no address', () => ' ', () => fluid.key, /^The Fluid credential has no base URL/],
			[
				'a path behind the address',
				() => `${fluid.url}/crm`,
				() => fluid.key,
				/^Fluid answers at http:\S+, but has nothing at/,
			],
			[
				'another site',
				() => stranger.url,
				() => fluid.key,
				/^Something answers at .+, but it is not Fluid/,
			],
			[
				'a redirect',
				() => `${stranger.url}/moved`,
				() => fluid.key,
				/redirects to https:\/\/crm\.example\.com\//,
			],
			[
				'HTTPS where there is none',
				() => fluid.url.replace('http:', 'https:'),
				() => fluid.key,
				/does not speak HTTPS/,
			],
		])('says what is wrong: %s', async (_, url, key, sentence) => {
			const { status, message } = await tested(url(), key());

			expect(status).toBe('Error');
			expect(message).toMatch(sentence);
			expect(message).not.toContain(fluid.key);
		});
	},
);
