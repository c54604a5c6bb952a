import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

const json = { 'Content-Type': 'application/json' };

describe('a body', () => {
	test('that is broken JSON is refused, and the sentence says where it breaks', async () => {
		const { status, body } = await fluid.ingest('{"name": "Acme website", }', json);
		expect([status, body.code]).toEqual([400, 'broken_json']);
		expect(body.detail).toMatch(/position 25 .*Check quotes, commas and brackets near there\./);
	});

	test('of another content type is refused, and the sentence names the right one', async () => {
		for (const type of [
			'text/plain',
			'application/xml',
			'application/x-www-form-urlencoded',
			'x',
		]) {
			const { status, body } = await fluid.ingest('name=Acme', { 'Content-Type': type });
			expect([type, status, body.code]).toEqual([type, 415, 'wrong_content_type']);
			expect(body.detail).toContain('"Content-Type: application/json"');
		}
	});

	test('may name its character set, and may begin with a byte order mark', async () => {
		const type = { 'Content-Type': 'application/json; charset=utf-8' };
		const { status } = await fluid.ingest('\uFEFF{"name": "Acme website"}', type);
		expect(status).toBe(201);
	});

	test('in another character set than UTF-8 is refused, and no letter of it is lost', async () => {
		const latin1 = Buffer.from('{"name": "Caf\u00e9 Gr\u00fcn"}', 'latin1');
		const unnamed = await fluid.ingest(latin1, json);
		expect([unnamed.status, unnamed.body.code]).toEqual([400, 'broken_json']);
		expect(unnamed.body.detail).toContain('not valid UTF-8');

		const type = { 'Content-Type': 'application/json; charset=ISO-8859-1' };
		const named = await fluid.ingest(latin1, type);
		expect([named.status, named.body.code]).toEqual([415, 'wrong_content_type']);
		expect(named.body.detail).toContain('"ISO-8859-1"');
	});

	test('that is compressed is refused, and the sentence names the header', async () => {
		const compressed = gzipSync('{"name": "Acme website"}');
		const gzip = { ...json, 'Content-Encoding': 'gzip' };
		const { status, body } = await fluid.ingest(compressed, gzip);
		expect([status, body.code]).toEqual([415, 'wrong_content_type']);
		expect(body.detail).toContain('without Content-Encoding');
	});

	test('that nests without end is refused, with an Idempotency-Key and without', async () => {
		const deep = `{"name": ${'['.repeat(500_000)}${']'.repeat(500_000)}, "note": "\\ud83c"}`;
		for (const header of [{}, { 'Idempotency-Key': 'deep-1' }]) {
			const { status, body } = await fluid.ingest(deep, { ...json, ...header });
			expect([status, body.code]).toEqual([400, 'broken_json']);
			expect(body.detail).toContain('more than 32 deep');
		}
	});

	test('over 5 MB is refused, and one just below is taken', async () => {
		const filled = (bytes: number) => {
			const deal = (note: string) => ({ name: 'Acme website', note });
			const deals = Array.from({ length: 606 }, () => deal('x'.repeat(8610)));
			const rest = bytes - JSON.stringify({ deals: [...deals, deal('')] }).length;
			return JSON.stringify({ deals: [...deals, deal('x'.repeat(rest))] });
		};
		const most = 5 * 1024 * 1024;
		const large = await fluid.ingest(filled(most + 1), json);
		expect([large.status, large.body.code]).toEqual([413, 'too_large']);
		expect(large.body.detail).toContain('fewer deals');

		const { status, body } = await fluid.post('/api-ingest?dry_run=true', filled(most), json);
		expect([status, body.failed]).toEqual([200, 0]);
	});

	test('over 5 MB is refused also to a client that reads no answer before it has sent all', async () => {
		const { hostname, port } = new URL(fluid.url);
		const socket = connect(Number(port), hostname);
		const body = JSON.stringify({ name: 'x'.repeat(20_000_000) });
		const head = `POST /api-ingest HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${fluid.key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
		await new Promise((resolve, reject) => {
			socket.once('error', reject);
			socket.write(head + body, resolve);
		});
		const [answer] = (await once(socket, 'data')) as [Buffer];
		expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
		socket.destroy();
	});

	test('that is missing where one is needed is asked for', async () => {
		for (const answer of [await fluid.ingest(undefined), await fluid.ingest('', json)]) {
			expect([answer.status, answer.body.code]).toEqual([400, 'broken_json']);
			expect(answer.body.detail).toBe('The body is empty. Send a JSON object.');
		}
	});

	test('may be missing where none is needed, whatever type the client names for it', async () => {
		const { id } = await fluid.deal({ name: 'Acme website' });
		const { status } = await fluid.call('DELETE', `/api-deals/${id}`, undefined, json);
		expect(status).toBe(204);
	});

	test('that is a list or a text is refused with what to send instead', async () => {
		const list = await fluid.ingest([{ name: 'Acme website' }]);
		expect(list.status).toBe(422);
		expect(list.body.detail).toContain('{"deals": [...]}');
		const text = await fluid.ingest('"Acme website"', json);
		expect(text.body.detail).toContain('must be an object');
	});
});

describe('what a text may hold', () => {
	test('is every character, emoji and all', async () => {
		const name = 'Žluťoučký kůň 🎉👩‍🚀 ﷽ "quoted" \\ / \u2028 <b>';
		const { id } = await fluid.deal({ name });
		expect((await fluid.get(`/api-deals/${id}`)).body.name).toBe(name);
	});

	test('is not NUL: it is taken without it, wherever it stands', async () => {
		const text =
			'{"na\\u0000me": "Acme\\u0000 website", "labels": ["cold\\u0000"], "contact": {"email": "ada@\\u0000example.com"}, "custom_fields": {"\\u0000": null}}';
		const { body } = await fluid.ingest(text.replace('"\\u0000": null', ''), json);
		expect(body.deal).toMatchObject({
			name: 'Acme website',
			labels: ['cold'],
			contact: { email: 'ada@example.com' },
		});
		const found = await fluid.get('/api-deals?email=ada@%00example.com&q=acme%00');
		expect(found.body.data).toEqual([body.deal]);
		expect((await fluid.ingest(text, json)).body.errors[0].pointer).toBe('/custom_fields/');
	});

	test('is no less for what stands beside it: one of three with NUL is taken like the others', async () => {
		const deals = ['First', 'Sec\0ond', 'Third'].map((name) => ({ name }));
		const { status, body } = await fluid.ingest({ deals });
		expect([status, body.created]).toEqual([200, 3]);
		expect(body.results[1].deal.name).toBe('Second');
	});

	test('is not NUL where it would be all there is: that is nothing', async () => {
		const { status, body } = await fluid.ingest({ name: '\0' });
		expect([status, body.detail]).toEqual([
			422,
			expect.stringContaining('"name" must not be empty'),
		]);
	});

	test('is not half an emoji, so that sending it twice changes nothing', async () => {
		const cut = '{"name": "Cut \\ud83c", "external_id": "cut-1"}';
		expect((await fluid.ingest(cut, json)).body.deal.name).toBe('Cut \uFFFD');
		expect((await fluid.ingest(cut, json)).body.action).toBe('unchanged');
	});

	test('may look like an escape without being one', async () => {
		const name = 'C:\\u0000 and \\ud83c';
		expect(await fluid.deal({ name })).toMatchObject({ name });
	});
});

describe('names that JavaScript knows', () => {
	test.each(['__proto__', 'constructor', 'toString'])(
		'%s is a field like any other',
		async (name) => {
			for (const text of [
				`{"name": "Acme website", "${name}": {"value": 1}}`,
				`{"name": "Acme website", "contact": {"email": "ada@example.com", "${name}": "x"}}`,
				`{"name": "Acme website", "custom_fields": {"${name}": "x"}}`,
			]) {
				const { status, body } = await fluid.ingest(text, json);
				expect([status, body.code]).toEqual([422, 'invalid_input']);
				expect(body.detail).toMatch(new RegExp(`"${name}" is not a (custom )?field`));
			}
		},
	);
});
