import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const service = ServiceProcess.forFile({ LOG_LEVEL: 'info' });

/** Sends these characters as they are and returns what came back until the connection ended. */
async function send(text: string): Promise<{ status: number; head: string; problem: unknown }> {
	const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
	let answer = '';
	socket.on('data', (data) => (answer += data.toString()));
	socket.write(text);
	await once(socket, 'close');
	const [head = '', body = ''] = answer.split('\r\n\r\n');
	return {
		status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
		head,
		problem: body === '' ? undefined : JSON.parse(body),
	};
}

const bearer = () => `Authorization: Bearer ${service.client.key}\r\n`;

describe('a request that is none', () => {
	test.each([
		[
			'headers that are too large',
			() => `GET /api-me HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
			431,
			'headers_too_large',
		],
		[
			'a method that HTTP does not know',
			() => 'FLY /api-me HTTP/1.1\r\nHost: a\r\n\r\n',
			400,
			'broken_request',
		],
		[
			'two lengths',
			() =>
				'POST /api-ingest HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n{}',
			400,
			'broken_request',
		],
		['no HTTP', () => 'EHLO example.com\r\n', 400, 'broken_request'],
		[
			'a tunnel',
			() => 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n',
			405,
			'method_not_allowed',
		],
		[
			'two hosts',
			() => `GET /api-me HTTP/1.1\r\nHost: a\r\nhost: b\r\n${bearer()}Connection: close\r\n\r\n`,
			400,
			'broken_request',
		],
		[
			'no host',
			() => `GET /api-me HTTP/1.1\r\n${bearer()}Connection: close\r\n\r\n`,
			400,
			'broken_request',
		],
	])('(%s) is answered with a problem that says what to do', async (_what, text, status, code) => {
		const answer = await send(text());
		expect(answer).toMatchObject({ status, problem: { status, code } });
		expect(answer.head).toMatch(/content-type: application\/problem\+json/i);
	});

	test('is no error of the service', async () => {
		await send('EHLO example.com\r\n');
		expect(service.output).not.toContain('"level":50');
	});
});

test('a request of HTTP/1.0 needs no host', async () => {
	expect((await send(`GET /api-me HTTP/1.0\r\n${bearer()}\r\n`)).status).toBe(200);
});

describe('a method that an address does not take', () => {
	test.each(['QUERY', 'PUT', 'PROPFIND', 'TRACE'])(
		'is refused and the others named: %s',
		async (method) => {
			const { status, headers, body } = await service.client.call(method as 'PUT', '/api-deals');
			expect([status, body.code, headers.allow]).toEqual([405, 'method_not_allowed', 'GET, HEAD']);
		},
	);

	test('is refused as that also with the type of a body that does not come', async () => {
		const answer = await send(
			`POST /api-me HTTP/1.1\r\nHost: a\r\n${bearer()}Content-Type: application/json\r\nConnection: close\r\n\r\n`,
		);
		expect(answer).toMatchObject({ status: 405, problem: { code: 'method_not_allowed' } });
	});

	test('is refused before its body is read', async () => {
		const answer = await send(
			`PUT /api-deals HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{"broken"`,
		);
		expect(answer).toMatchObject({ status: 405 });
	});
});

test.each(['/api-ingest', '/sign-in', '/f/frm_1'])(
	'a client that hangs up in the middle of its body to %s is no error of the service',
	async (path) => {
		const type = path.startsWith('/api') ? 'application/json' : 'application/x-www-form-urlencoded';
		const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
		socket.write(
			`POST ${path} HTTP/1.1\r\nHost: a\r\n${bearer()}Content-Type: ${type}\r\nContent-Length: 1000\r\n\r\n{"name`,
		);
		// An answer on a later connection says that this one was read, and then that its end was seen. What the service
		// printed meanwhile has arrived by the answer after that.
		await once(socket, 'connect');
		await service.client.get('/api-me');
		socket.destroy();
		await service.client.get('/api-me');
		expect((await service.client.get('/api-me')).status).toBe(200);
		expect(service.output).not.toContain('"level":50');
	},
);
