import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, test } from 'vitest';
import { calls } from '../../../contract/calls';
import { eventNames } from '../../../contract/events';
import { problems } from '../../../contract/problems';
import { newService } from '../../src/service';
import { readConfig } from '../../src/config';
import { callAnchor } from '../../src/ui/docs/anchor';
import { VERIFICATION } from '../../src/ui/docs/verification';
import { newSender } from '../../src/webhooks/send';
import { fluidForFile } from '../../../test/support/fluid';
import { FluidClient } from '../../../test/support/fluidClient';
import { Receiver } from '../../../test/support/receiver';

const fluid = fluidForFile();
let nobody: FluidClient;

beforeAll(async () => {
	nobody = new FluidClient(fluid.url, '');
});

const names = calls.map(({ method, path }) => `${method} ${path}`);

/** Every route of the service, e.g. `GET /api-deals/:id`. */
async function routes(): Promise<string[]> {
	const now = () => new Date();
	const { database, secrets } = fluid.service;
	const sender = newSender(true, now);
	const { app } = newService({ config: readConfig({}), database, secrets, sender, now });
	await app.ready();
	const above: string[] = [];
	return app
		.printRoutes({ commonPrefix: false })
		.split('\n')
		.flatMap((line) => {
			const [, indent = '', part = '', methods = ''] = /^(.*?)── (\S*) \((.*)\)$/.exec(line) ?? [];
			const depth = (indent.length - 1) / 4;
			above.splice(depth, Infinity, part);
			return methods === ''
				? []
				: methods.split(', ').map((method) => `${method} ${above.join('')}`);
		});
}

describe('the list of calls in the contract', () => {
	test('names every route of the API, and none that is not there', async () => {
		const all = await routes();
		expect(names.filter((name) => !all.includes(name))).toEqual([]);
		const ofApi = all.filter((name) => / \/api-/.test(name) && !name.startsWith('HEAD '));
		expect(ofApi.length).toBeGreaterThan(20);
		expect(ofApi.filter((name) => !names.includes(name))).toEqual([]);
	});
});

describe('/openapi.json', () => {
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a document of many shapes
	let document: any;

	beforeAll(async () => {
		document = (await nobody.get('/openapi.json')).body;
	});

	test('is valid OpenAPI 3.1, judged by a validator that is not ours', async () => {
		const result = await new Validator().validate(structuredClone(document));
		expect(result).toEqual({ valid: true });
		expect(document.openapi).toBe('3.1.0');
	});

	test('is found broken by that validator when one thing in it is broken', async () => {
		const broken = structuredClone(document);
		delete broken.paths['/api-deals/{id}'].get.responses;
		broken.paths['/api-me'].get.parameters = [{ name: 'x' }];
		expect((await new Validator().validate(broken)).valid).toBe(false);
	});

	test('has every call and every event', () => {
		for (const { method, path } of calls) {
			const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')][method.toLowerCase()];
			expect(operation.summary).toBeTruthy();
		}
		expect(Object.keys(document.webhooks)).toEqual(eventNames);
	});

	test('refers to nothing that is not in it', () => {
		const references = [...JSON.stringify(document).matchAll(/"\$ref":"#(.*?)"/g)].map(
			([, path]) => path as string,
		);
		expect(references.length).toBeGreaterThan(50);
		for (const path of new Set(references)) {
			const target = path
				.split('/')
				.slice(1)
				.reduce((inside, step) => inside?.[step], document);
			expect([path, typeof target]).toEqual([path, 'object']);
		}
	});

	test('gives every operation an id of its own, and names every part of a path', () => {
		const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
			Object.values(methods as object).map((operation) => ({ path, ...operation })),
		);
		expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(calls.length);
		for (const { path, parameters } of operations) {
			const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
			const named = parameters.filter((one: { in: string }) => one.in === 'path');
			expect(named.map(({ name }: { name: string }) => name)).toEqual(parts);
		}
	});
});

describe('/docs', () => {
	let page: string;
	const ids = () => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id as string);

	beforeAll(async () => {
		const { headers, body } = await nobody.get('/docs');
		expect(headers['content-type']).toBe('text/html; charset=utf-8');
		page = body;
	});

	test('has a place for every call, every event and every problem', () => {
		expect(ids()).toEqual(expect.arrayContaining(calls.map(callAnchor)));
		expect(ids()).toEqual(expect.arrayContaining([...eventNames]));
		expect(ids()).toEqual(expect.arrayContaining(Object.keys(problems)));
		expect(new Set(ids()).size).toBe(ids().length);
	});

	test('is where the type of a problem leads', async () => {
		const { body } = await fluid.get('/api-deals/deal_1');
		expect(body.type).toBe(`${fluid.url}/docs#deal_not_found`);
		expect(page).toContain('<section id="deal_not_found">');
	});

	test('has no link that leads nowhere', () => {
		const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id as string);
		expect(links.length).toBeGreaterThan(100);
		expect(links.filter((id) => !ids().includes(id))).toEqual([]);
	});

	test('shows each call as it can be tried, with the address of this service', () => {
		expect(page).toContain(`curl &quot;${fluid.url}/api-deals?email=ada%40example.com&quot;`);
		expect(page).toContain('-d &#39;{\n  &quot;name&quot;: &quot;Analytical Engines&quot;');
	});

	test('is one page without script, and takes style and pictures from this service alone', async () => {
		const { headers } = await nobody.get('/docs');
		expect(page).not.toMatch(/<script|<style|<img|<[^>]*(javascript:| on\w+=)/i);
		expect(headers['content-security-policy']).toMatch(
			/^default-src 'none'; style-src 'self'; img-src 'self';/,
		);
	});
});

describe('the examples of the reference', () => {
	test('are taken by the service as they stand there', async () => {
		const { body } = await nobody.get('/openapi.json');
		const { examples } = body.paths['/api-ingest'].post.requestBody.content['application/json'];
		for (const { value } of Object.values(examples) as Array<{ value: unknown }>)
			expect((await fluid.ingest(value)).status).toBeLessThan(300);
		const hook =
			body.paths['/api-webhooks'].post.requestBody.content['application/json'].examples.webhookInput
				.value;
		expect((await fluid.post('/api-webhooks', hook)).status).toBe(201);
	});

	test('verify a delivery that is genuine and no other', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'fluid-verify-'));
		const file = join(folder, 'verify.mjs');
		writeFileSync(file, VERIFICATION);
		const { isGenuine } = await import(/* @vite-ignore */ pathToFileURL(file).href);
		const receiver = await Receiver.start();
		const { body: webhook } = await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
		});
		await fluid.deal({ name: 'Acme website' });
		const [delivery] = await receiver.waitFor(1);

		expect(isGenuine(delivery?.headers, delivery?.raw, webhook.secret)).toBe(true);
		expect(isGenuine(delivery?.headers, `${delivery?.raw} `, webhook.secret)).toBe(false);
		const unsigned = { ...delivery?.headers, 'webhook-signature': undefined };
		expect(isGenuine(unsigned, delivery?.raw, webhook.secret)).toBe(false);
		expect(
			isGenuine({ ...delivery?.headers, 'webhook-timestamp': '1' }, delivery?.raw, webhook.secret),
		).toBe(false);

		const { body: rotated } = await fluid.post(`/api-webhooks/${webhook.id}/rotate-secret`);
		await fluid.deal({ name: 'Acme shop' });
		const calls = await receiver.waitFor(2);
		for (const secret of [webhook.secret, rotated.secret])
			expect(isGenuine(calls[1]?.headers, calls[1]?.raw, secret)).toBe(true);
		await receiver.stop();
		rmSync(folder, { recursive: true });
	});

	test('are the same in docs/webhooks.md', () => {
		expect(readFileSync(join(__dirname, '../../../docs/webhooks.md'), 'utf8')).toContain(
			VERIFICATION,
		);
	});
});
