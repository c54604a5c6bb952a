import { type ServerResponse } from 'node:http';
import { beforeEach, describe, expect, test } from 'vitest';
import { secondsUntilRetry } from '../nodes/Fluid/retry';
import { deleteKey } from '../server/src/keys/store';
import { fluidNode, fluidNodesForFile, startFluidNodes, upsert } from './support/fluidNodes';
import { Passage } from './support/passage';

const { fluid, nodes } = fluidNodesForFile();
const passage = Passage.forFile(fluid);

beforeEach(() => passage.passed.splice(0));

const pipelines = fluidNode('pipeline', 'getAll');
const withBaseUrl = (url: string, apiKey = fluid.key) =>
	nodes.withCredentials({ fluidApi: { url, apiKey } });
const refusedAt = async (url: string, apiKey = fluid.key) =>
	(await withBaseUrl(url, apiKey).runNode(pipelines)).error;

const page = (status: number) => (response: ServerResponse) =>
	response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');

describe('the base URL of the credential', () => {
	test.each([
		['as it is', () => fluid.url],
		['with a slash at its end', () => `${fluid.url}/`],
		['with spaces around it', () => `  ${fluid.url}// `],
	])('is taken %s', async (_, url) => {
		const { items, error } = await withBaseUrl(url()).runNode(pipelines);

		expect(error).toBeUndefined();
		expect(items[0]?.json.name).toBe('Sales');
	});

	test('is refused when it is empty or no web address', async () => {
		expect((await refusedAt(' '))?.message).toBe(
			'The Fluid credential has no base URL. Enter one, e.g. http://localhost:3000.',
		);
		expect((await refusedAt('localhost:3000'))?.message).toBe(
			'The base URL "localhost:3000" in the Fluid credential is not a web address. Write it like http://localhost:3000, with http:// or https:// in front.',
		);
	});

	test('that leads to a server that does not exist is named', async () => {
		const error = await refusedAt('http://crm.invalid:3000');

		expect(error?.message).toBe(
			'There is no server called "crm.invalid". Check the base URL in the credential.',
		);
	});

	test('where nothing listens is named, with a hint for Docker', async () => {
		const error = await refusedAt('http://127.0.0.1:1/');

		expect(error?.message).toBe(
			'Nothing answers at http://127.0.0.1:1. Check that the Fluid service is running and that the base URL in the credential is right.',
		);
		expect(error?.description).toMatch(/Where n8n runs in Docker/);
	});

	test.each([200, 404])('where another program shows a page (%d) is named', async (status) => {
		passage.next(page(status));

		const error = await refusedAt(passage.url);

		expect(error?.message).toBe(
			`Something answers at ${passage.url}, but it is not Fluid (status ${status}). Enter the address of the Fluid service, without a path behind it, as the base URL in the credential.`,
		);
	});

	test.each([
		['creating a deal', upsert({ name: 'Engines' }), [{}]],
		['creating several', upsert({ name: 'Engines' }), [{}, {}]],
		['finding', fluidNode('deal', 'getAll'), [{}]],
		['reading', fluidNode('deal', 'get', { dealId: 'deal_1' }), [{}]],
		['deleting', fluidNode('deal', 'delete', { dealId: 'deal_1' }), [{}]],
		['creating a contact', fluidNode('contact', 'upsert', { changes: { name: 'Ada' } }), [{}]],
	])('where another program answers everything with OK is named: %s', async (_, call, items) => {
		for (const body of ['{"ok":true}', '{"data":{"id":1}}', 'null']) {
			passage.next((response) =>
				response.writeHead(200, { 'content-type': 'application/json' }).end(body),
			);

			const { error } = await withBaseUrl(passage.url).runNode(call, items);

			expect(error?.message).toMatch(
				/^Something answers at .+, but it is not Fluid \(status 200\)/,
			);
		}
	});

	test('with a path behind it is reported without it', async () => {
		const error = await refusedAt(`${fluid.url}/api/`);

		expect(error?.message).toBe(
			`Fluid answers at ${fluid.url}, but has nothing at ${fluid.url}/api. Enter ${fluid.url}, without a path behind it, as the base URL in the credential.`,
		);
	});

	test('of a proxy that takes no request so large gets a sentence that says how to mend it', async () => {
		passage.next(page(413));

		const error = await refusedAt(passage.url);

		expect(error?.message).toMatch(
			/^The proxy in front of Fluid at .+ \(status 413\)\. Allow 5 MB/,
		);
	});

	test('that is sent on to another address names it', async () => {
		passage.next((response) =>
			response.writeHead(301, { location: 'https://crm.example.com/' }).end(),
		);

		const error = await refusedAt(passage.url);

		expect(error?.message).toMatch(/redirects to https:\/\/crm\.example\.com\/\. Enter/);
	});
});

describe('the API key', () => {
	test('is taken with spaces around it', async () => {
		const { error } = await withBaseUrl(fluid.url, ` ${fluid.key} `).runNode(pipelines);

		expect(error).toBeUndefined();
	});

	test.each([
		['missing', () => '', /^The Fluid credential has no API key/],
		['with a typo', () => `${fluid.key.slice(0, -1)}!`, /^This is not a complete Fluid API key/],
		[
			'of another server',
			() => 'fluid_00000000000000000000000000000000000000',
			/^(This is not a complete|This API key does not exist)/,
		],
	])('is refused when it is %s', async (_, key, sentence) => {
		const error = await refusedAt(fluid.url, key());

		expect(error?.message).toMatch(sentence);
		expect(error?.httpCode).toBe('401');
	});

	test('is refused when it was deleted', async () => {
		const { key, keyId } = await fluid.withNewKey('Old key');
		const { database } = fluid.service;
		await database.writeService((transaction) =>
			deleteKey(transaction, fluid.workspaceId, keyId, new Date()),
		);

		const error = await refusedAt(fluid.url, key);

		expect(error?.message).toMatch(/^The API key "Old key" was deleted on/);
	});
});

test('the service being down gives each item its error, when the node goes on', async () => {
	const call = upsert({ name: '={{ $json.name }}' }, { onError: 'continueErrorOutput' });

	const { outputs } = await withBaseUrl('http://127.0.0.1:1').runNode(call, [
		{ name: 'First' },
		{ name: 'Second' },
	]);

	expect(outputs[0]).toEqual([]);
	expect(outputs[1]?.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
		['First', { item: 0 }],
		['Second', { item: 1 }],
	]);
	expect(outputs[1]?.[0]?.json.error).toMatch(/^Nothing answers at/);
});

describe('a credential that cannot be read', () => {
	const two = [{ name: 'First' }, { name: 'Second' }];
	const call = (settings = {}) => upsert({ name: '={{ $json.name }}' }, settings);

	test('gives each item its error, when the node goes on', async () => {
		const goOn = call({ onError: 'continueErrorOutput' });

		const { outputs } = await nodes.withCredentials({}).runNode(goOn, two);

		expect(outputs[0]).toEqual([]);
		expect(outputs[1]?.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['First', { item: 0 }],
			['Second', { item: 1 }],
		]);
		expect(outputs[1]?.[0]?.json.error).toMatch(/credential/i);
	});

	test('stops the workflow otherwise', async () => {
		const { items, error } = await nodes.withCredentials({}).runNode(call(), two);

		expect(items).toEqual([]);
		expect(error?.message).toMatch(/credential/i);
	});
});

describe('too many requests', () => {
	test('wait as Retry-After says and go on', async () => {
		const slow = await startFluidNodes({ FLUID_RATE_LIMIT: '60' });
		const started = performance.now();

		// Sixty pass at once; then one a second.
		const { items, error } = await slow.nodes.runNode(
			pipelines,
			Array.from({ length: 62 }, () => ({})),
		);

		await slow.fluid.stop();
		expect(error).toBeUndefined();
		expect(items).toHaveLength(62);
		expect(performance.now() - started).toBeGreaterThan(900);
	});

	test('are not waited for when it takes too long', async () => {
		passage.next((response) => response.writeHead(429, { 'retry-after': '3600' }).end());

		const error = await refusedAt(passage.url);

		expect(error?.message).toBe(
			'Fluid accepts no more requests with this API key for now and asks to wait 3600 seconds. This node waits 120 seconds at most. Run it again later.',
		);
		expect(passage.passed).toHaveLength(1);
	});
});

describe('a fault of the server', () => {
	test('is tried again where nothing can happen twice', async () => {
		passage.next(page(502));
		passage.next(page(503));

		const { items, error } = await withBaseUrl(passage.url).runNode(pipelines);

		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(passage.passed).toHaveLength(3);
	});

	test('that stays is reported after four tries', async () => {
		for (let tries = 0; tries < 4; tries++) passage.next(page(502));

		const error = await refusedAt(passage.url);

		expect(error?.message).toMatch(/answered with status 502 and no explanation\. Try again/);
		expect(passage.passed).toHaveLength(4);
	});
});

describe('whether a request is sent again', () => {
	const now = new Date('2026-11-24T09:00:00Z');
	const first = { tries: 1, waitedSeconds: 0 };
	const fault = { status: 500, headers: {}, body: '' };
	const busy = (retryAfter: string, status = 429) => ({
		status,
		headers: { 'retry-after': retryAfter },
		body: '',
	});
	const get = { method: 'GET', path: '/api-deals' } as const;
	const post = { method: 'POST', path: '/api-webhooks' } as const;
	const ingest = { method: 'POST', path: '/api-ingest', idempotencyKey: 'n8n-1' } as const;

	test.each([
		['a read after a fault of the server: after half a second', get, fault, first, 0.5],
		['then after one, then after two', get, fault, { tries: 3, waitedSeconds: 1.5 }, 2],
		['not a fifth time', get, fault, { tries: 4, waitedSeconds: 3.5 }, undefined],
		['not one that could be done twice', post, fault, first, undefined],
		['one with an idempotency key', ingest, fault, first, 0.5],
		['not after an input was refused', ingest, { ...fault, status: 422 }, first, undefined],
		['a read whose connection broke off', get, { errorCode: 'ECONNRESET' }, first, 0.5],
		['not when nothing listens', get, { errorCode: 'ECONNREFUSED' }, first, undefined],
		['one that was too early: as it says', post, busy('7'), first, 7],
		['at the time it names', post, busy('Tue, 24 Nov 2026 09:00:30 GMT'), first, 30],
		['not when it would wait too long', post, busy('121'), first, undefined],
		['nor too long in all', post, busy('30'), { tries: 4, waitedSeconds: 100 }, undefined],
		['one the server is not ready for: as it says', get, busy('3', 503), first, 3],
	])('%s', (_, call, answer, soFar, seconds) => {
		expect(secondsUntilRetry(call, answer, soFar, now)).toBe(seconds);
	});
});
