import axios, { type AxiosResponse } from 'axios';
import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { WatchedService } from '../../../test/support/watchedService';
import { readConfig } from '../../src/config';
import type { AppContext } from '../../src/context';
import { createSession, tokenOf } from '../../src/signIn/sessions';

const KB = 1024;
const FORM = 'application/x-www-form-urlencoded';
const password = 'Lovelace-1815';
const fluid = fluidForFile({ FLUID_ADMIN_PASSWORD: password });
let secret: string;
const watched = WatchedService.forFile();

beforeAll(async () => {
	const config = readConfig({ FLUID_ADMIN_PASSWORD: password });
	({ secret } = await fluid.service.database.writeService((transaction) =>
		createSession(transaction, { config, now: () => new Date() } as AppContext),
	));
}, 120_000);

type Sent = { bytes: number; fields?: Record<string, string>; headers?: Record<string, string> };

/** Sends a form of so many bytes, as a browser does from one of our own pages by default. */
function post(path: string, { bytes, fields = {}, headers = {} }: Sent): Promise<AxiosResponse> {
	const form = new URLSearchParams({ ...fields, note: '' }).toString();
	return axios.post(fluid.url + path, form + 'x'.repeat(bytes - form.length), {
		headers: {
			'content-type': FORM,
			'sec-fetch-site': 'same-origin',
			...headers,
		},
		maxRedirects: 0,
		validateStatus: () => true,
	});
}

const signedIn = () => ({ cookie: `fluid_session=${secret}` });

describe('a form of somebody who is signed in', () => {
	test('is taken up to 256 kB', async () => {
		const { id } = await fluid.deal({ name: 'Acme website' });
		const fields = { _token: tokenOf(secret) };
		const answer = await post(`/deals/${id}/notes`, {
			bytes: 255 * KB,
			fields,
			headers: signedIn(),
		});
		// Too long for a note, and read to the end to know it.
		expect(answer.status).toBe(422);
	});

	test('is refused above, with a page that says so', async () => {
		const { status, data } = await post('/deals/new', { bytes: 257 * KB, headers: signedIn() });
		expect(status).toBe(413);
		expect(data).toContain('256 kB');
		expect(data).toContain('shorten');
	});

	test('cannot be anything but a form', async () => {
		const headers = { ...signedIn(), 'content-type': 'application/json' };
		expect((await post('/deals/new', { bytes: 10, headers })).status).toBe(415);
	});
});

describe('a form of somebody who is signed out', () => {
	test('is kept to be sent again up to 64 kB', async () => {
		const { status, data } = await post('/deals/new', { bytes: 64 * KB });
		expect(status).toBe(401);
		expect(data).toContain('Send again');
	});

	test('is not kept above, and the page says what to do instead', async () => {
		const { status, data } = await post('/deals/new', { bytes: 65 * KB });
		expect(status).toBe(401);
		expect(data).toContain('too large to be kept');
		expect(data).not.toContain('xxxx');
	});

	test('is not kept with more inputs than a form has', async () => {
		const many = Array.from({ length: 1_000 }, (_, index) => `f${index}=`).join('&');
		const { status, data } = await axios.post(`${fluid.url}/deals/new`, many, {
			headers: { 'sec-fetch-site': 'same-origin' },
			validateStatus: () => true,
		});
		expect(status).toBe(401);
		expect(data).toContain('too large to be kept');
	});

	test('is not even read when it does not come from a page', async () => {
		const from = { 'sec-fetch-site': 'none' };
		const { status, headers } = await post('/deals/new', { bytes: 5 * KB * KB, headers: from });
		expect([status, headers.location]).toEqual([303, '/sign-in?next=%2Fdeals']);
	});
});

test('forms of five megabytes, however many come, hold nobody up', async () => {
	const body = 'note='.padEnd(5 * KB * KB, 'x');
	const headers = { 'sec-fetch-site': 'same-origin', 'content-type': FORM };
	await watched.longestHold();
	await Promise.allSettled(
		Array.from({ length: 20 }, () =>
			fetch(`${watched.service.url}/deals/new`, {
				method: 'POST',
				body,
				headers,
				redirect: 'manual',
			}),
		),
	);
	// It took 16 seconds, in which nobody was answered, and 1.4 GB.
	expect(await watched.longestHold()).toBeLessThan(100);
	expect(await watched.memory()).toBeLessThan(300 * KB * KB);
});

test.each(['/sign-in', '/sign-in/secret', '/sign-out'])(
	'%s takes a form of 4 kB and no larger one',
	async (path) => {
		expect((await post(path, { bytes: 4 * KB })).status).not.toBe(413);
		expect((await post(path, { bytes: 4 * KB + 1 })).status).toBe(413);
	},
);
