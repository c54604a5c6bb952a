import axios from 'axios';
import { describe, expect, test } from 'vitest';
import { type FluidFixture, fluidForFile, startFluid } from '../../../test/support/fluid';

const fluid = fluidForFile();

describe('an address', () => {
	test.each(['/api-deal', '/nowhere', '/api-deals/%E0%A4%A', '/api-webhooks/whk_1/deliverys'])(
		'where nothing is, such as %s, is answered with a problem that leads to the reference',
		async (path) => {
			const { status, headers, body } = await fluid.get(path);
			expect([status, body.code]).toEqual([404, 'path_not_found']);
			expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
			expect(body.detail).toContain('/docs');
		},
	);

	test('where no page is leads somebody with a browser on', async () => {
		const accept = { accept: 'text/html,application/xhtml+xml' };
		const { status, headers, data } = await axios.get(`${fluid.url}/settings/pipeline`, {
			headers: accept,
			validateStatus: () => true,
		});
		expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
		expect(headers['content-security-policy']).toContain("default-src 'none'");
		expect(data).toContain('Page not found');
		expect(data).toContain('href="/deals"');
	});

	test('names the methods it takes when it is called by another', async () => {
		const { status, headers, body } = await fluid.call('PUT', '/api-deals');
		expect([status, body.code]).toEqual([405, 'method_not_allowed']);
		expect(headers.allow).toBe('GET, HEAD');
		expect(body.detail).toBe('This address takes GET, not PUT. See /docs for every call.');
		expect((await fluid.call('POST', '/api-contacts/con_1')).headers.allow).toContain('PATCH');
	});

	test('may end with a slash', async () => {
		expect((await fluid.get('/api-pipelines/')).status).toBe(200);
	});

	test('with an id that cannot be one is a thing that does not exist', async () => {
		const { status, body } = await fluid.get(`/api-deals/${'x'.repeat(1000)}`);
		expect([status, body.code]).toEqual([404, 'deal_not_found']);
	});
});

describe('a problem', () => {
	test('has the address of its description, and the id of its request', async () => {
		const { body } = await fluid.get('/api-deals/deal_1');
		expect(body.type).toBe(`${fluid.url}/docs#deal_not_found`);
		expect(body.request_id).toMatch(/^req_[0-9a-z]{26}$/);
	});

	test('has another request id each time, also after a restart', async () => {
		const again = await startFluid();
		const first = async (url: FluidFixture) => (await url.get('/api-deals/deal_1')).body.request_id;
		const ids = [await first(fluid), await first(fluid), await first(again), await first(again)];
		await again.stop();
		expect(new Set(ids).size).toBe(4);
	});
});
