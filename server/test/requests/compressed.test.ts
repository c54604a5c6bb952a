import { get, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { readConfig } from '../../src/config';
import type { AppContext } from '../../src/context';
import { createSession } from '../../src/signIn/sessions';

const BROWSER = 'gzip, deflate, br, zstd';
const fluid = fluidForFile();
let cookie: string;

beforeAll(async () => {
	const deals = Array.from({ length: 200 }, (_, index) => ({ name: `Acme website ${index}` }));
	await fluid.ingest({ deals });
	const service = { config: readConfig({}), now: () => new Date() } as AppContext;
	const { secret } = await fluid.service.database.writeService((transaction) =>
		createSession(transaction, service),
	);
	cookie = `fluid_session=${secret}`;
});

type Seen = { headers: IncomingHttpHeaders; bytes: Buffer };

/** Fetches an address and returns what went over the wire. */
function fetched(path: string, headers: Record<string, string>): Promise<Seen> {
	return new Promise((resolve, reject) => {
		const options = { headers: { authorization: `Bearer ${fluid.key}`, ...headers } };
		get(`${fluid.url}${path}`, options, (response) => {
			const whole = response.toArray().then((parts) => Buffer.concat(parts as Buffer[]));
			whole.then((bytes) => resolve({ headers: response.headers, bytes }), reject);
		}).on('error', reject);
	});
}

const encodingOf = async (path: string, headers: Record<string, string>) =>
	(await fetched(path, headers)).headers['content-encoding'];

describe('a long answer', () => {
	test.each([
		['br', BROWSER, brotliDecompressSync],
		['gzip', 'gzip;q=1.0, br;q=0', gunzipSync],
	])('comes as %s to whom takes %s', async (encoding, accepted, decompress) => {
		const path = '/api-deals?limit=200';
		const plain = await fetched(path, {});
		const { headers, bytes } = await fetched(path, { 'accept-encoding': accepted });
		expect(headers['content-encoding']).toBe(encoding);
		expect(headers.vary).toContain('accept-encoding');
		expect(Number(headers['content-length'])).toBe(bytes.length);
		expect(bytes.length).toBeLessThan(plain.bytes.length / 5);
		expect(decompress(bytes).equals(plain.bytes)).toBe(true);
	});

	test.each([undefined, 'identity', 'zstd', 'br;q=0.0, gzip;q=0'])(
		'comes as it is to whom takes %s',
		async (accepted) => {
			const headers: Record<string, string> =
				accepted === undefined ? {} : { 'accept-encoding': accepted };
			const seen = await fetched('/api-deals?limit=200', headers);
			expect(seen.headers['content-encoding']).toBeUndefined();
			expect(seen.headers.vary).toContain('accept-encoding');
			expect(JSON.parse(seen.bytes.toString()).data).toHaveLength(200);
		},
	);
});

test('a short answer, such as that to a deal, comes as it is', async () => {
	const { body } = await fluid.get('/api-deals?limit=1');
	const path = `/api-deals/${body.data[0].id}`;
	expect(await encodingOf(path, { 'accept-encoding': BROWSER })).toBeUndefined();
});

test('a file is still not sent again while it is unchanged', async () => {
	const first = await fetched('/form.js', { 'accept-encoding': BROWSER });
	expect([first.headers['content-encoding'], first.headers.etag]).toEqual([
		'br',
		expect.stringMatching(/^W\//),
	]);
	const again = await fetched('/form.js', {
		'accept-encoding': BROWSER,
		'if-none-match': first.headers.etag ?? '',
	});
	expect([again.bytes.length, again.headers['content-encoding']]).toEqual([0, undefined]);
});

describe('a page for somebody who is signed in', () => {
	const browser = { 'accept-encoding': BROWSER };
	const https = { 'x-forwarded-proto': 'https' };

	test('is compressed when no other site has asked for it', async () => {
		for (const site of ['same-origin', 'none']) {
			const { headers, bytes } = await fetched('/deals', {
				...browser,
				cookie,
				'sec-fetch-site': site,
			});
			expect(headers['content-encoding']).toBe('br');
			expect(brotliDecompressSync(bytes).toString()).toContain('Acme website');
			expect(bytes.length).toBeLessThan(30_000);
		}
	});

	test.each(['cross-site', 'same-site'])(
		'has its own length when a %s page leads there, so that the length betrays nothing',
		async (site) => {
			const headers = { ...browser, cookie, 'sec-fetch-site': site };
			expect(await encodingOf('/deals', headers)).toBeUndefined();
		},
	);

	test('has its own length when an old browser does not say who leads there, unless there is no TLS anyway', async () => {
		expect(await encodingOf('/deals', { ...browser, ...https, cookie })).toBeUndefined();
		expect(await encodingOf('/deals', { ...browser, cookie })).toBe('br');
	});
});
