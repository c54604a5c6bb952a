import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import { calls } from '../../../contract/calls';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';
import { newKey } from '../../src/keys/key';
import { newKeyText } from '../../src/secrets/key';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const PASSWORD = 'marker-of-the-password';
const SECRET_KEY = newKeyText();
const SIGNING_SECRET = `whsec_${base64('marker-of-the-signing-secret')}`;
const TOKEN = 'marker-of-the-header';
const UNKNOWN_KEY = newKey('workspace');

/** What must not appear anywhere, by what it is. */
const secrets: Record<string, string> = {
	'the password of the pages': PASSWORD,
	'the key of the secrets': SECRET_KEY,
	'a signing secret': SIGNING_SECRET.slice('whsec_'.length),
	'a part of a signing secret': base64('marker-of-the-si'),
	'a token in an Authorization header': TOKEN,
	'an API key that nobody has': UNKNOWN_KEY,
	'a secret that is a number': '4711000815',
};

const service = ServiceProcess.forFile({
	LOG_LEVEL: 'trace',
	FLUID_ADMIN_PASSWORD: PASSWORD,
	FLUID_SECRET_KEY: SECRET_KEY,
});
const receiver = Receiver.forFile();
let webhook: { id: string };
/** Everything that was answered, with what was asked. */
const answers: Array<{ asked: string; status: number; text: string }> = [];
let cookie = '';
let token = '';

beforeAll(async () => {
	// As request bins and careless endpoints do.
	receiver.respondWith((response, { headers, path }) => {
		response.writeHead(500, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ path, headers, wrong: `Token ${TOKEN} is not known.` }));
	});
	const key = service.client.key;
	secrets['an API key'] = key;
	const input = { url: receiver.url, events: ['deal.created'], auth_header: `Bearer ${TOKEN}` };
	const made = await service.client.post('/api-webhooks', { ...input, secret: SIGNING_SECRET });
	webhook = made.body;
	await service.client.deal({ name: 'Acme website', contact: { email: 'ada@example.com' } });
	await receiver.waitFor(1);
}, 120_000);

async function ask(
	method: string,
	path: string,
	{ body, headers = {} }: { body?: string | undefined; headers?: Record<string, string> } = {},
): Promise<string> {
	const answer = await fetch(`${service.url}${path}`, {
		method,
		headers,
		redirect: 'manual',
		...(body !== undefined && { body }),
	});
	const text = await answer.text();
	const asked = `${method} ${path} ${body ?? ''}`;
	const seen = [...answer.headers].filter(([name]) => name !== 'set-cookie');
	answers.push({ asked, status: answer.status, text: `${JSON.stringify(seen)}\n${text}` });
	return text;
}

/** Which secrets stand in a text. */
const standIn = (text: string) =>
	Object.entries(secrets)
		.filter(([, secret]) => text.includes(secret))
		.map(([name]) => name);

function expectNoSecret(): void {
	const found = answers
		.map(({ asked, text }) => ({ asked, found: standIn(text) }))
		.filter(({ found: names }) => names.length > 0);
	expect(answers.length).toBeGreaterThan(0);
	answers.length = 0;
	expect(found).toEqual([]);
}

/** Bodies with secrets in the right field, in the wrong form, in the wrong place, and in JSON that is broken. */
const bodies = [
	{ auth_header: `Bearer ${TOKEN}\n`, secret: `${SIGNING_SECRET}!` },
	{ auth_header: 4711000815, secret: 4711000815 },
	{ auth_header: [`Bearer ${TOKEN}`], secret: { value: SIGNING_SECRET } },
	{ url: 'https://', events: ['deal.made'], auth_header: TOKEN, secret: SIGNING_SECRET },
	{ authHeader: `Bearer ${TOKEN}`, signing_secret: SIGNING_SECRET, api_key: UNKNOWN_KEY },
	{
		headers: { authorization: `Bearer ${UNKNOWN_KEY}` },
		type: 'deal.created',
		since: '2026-11-24',
	},
].map((body) => JSON.stringify(body));
const broken = [
	`{"auth_header": ${TOKEN}, "secret": "x"}`,
	`{"secret": "${SIGNING_SECRET}" "url": 1}`,
	TOKEN,
];

describe('a secret stands in no answer', () => {
	test('of any call, whatever is wrong with it', async () => {
		const { body: deliveries } = await service.client.get(`/api-webhooks/${webhook.id}/deliveries`);
		const [{ id: delivery }] = deliveries.data;
		const { body: deals } = await service.client.get('/api-deals');
		const keys = {
			right: service.client.key,
			unknown: UNKNOWN_KEY,
			mistyped: `${UNKNOWN_KEY.slice(0, -1)}!`,
			'of a webhook': TOKEN,
		};
		for (const { method, path } of calls) {
			if (method === 'DELETE') continue;
			const id = path.startsWith('/api-webhooks') ? webhook.id : deals.data[0].id;
			const url = path.replace(':delivery', delivery).replace(':id', id);
			for (const key of Object.values(keys)) {
				const headers = { authorization: `Bearer ${key}` };
				if (method === 'GET') {
					await ask(method, url, { headers });
					await ask(method, `${url}?limit=x&cursor=y`, { headers });
					continue;
				}
				// What it shows once, it shows here.
				if (path.endsWith('/rotate-secret')) continue;
				const json = { ...headers, 'content-type': 'application/json' };
				for (const body of [...bodies, ...broken]) await ask(method, url, { body, headers: json });
			}
		}
		expect(answers.some(({ status }) => status === 422)).toBe(true);
		expect(answers.some(({ status }) => status === 401)).toBe(true);
		expectNoSecret();
	});

	test('about deliveries, though their receiver repeats what it got', async () => {
		const path = `/api-webhooks/${webhook.id}`;
		const headers = {
			authorization: `Bearer ${service.client.key}`,
			'content-type': 'application/json',
		};
		await ask('POST', `${path}/test`, { headers, body: '{}' });
		const log = await ask('GET', `${path}/deliveries`, { headers });
		expect(log).toContain('Token [hidden] is not known.');
		const events = await ask('GET', '/api-events', { headers });
		expect(events).toContain('deal.created');
		expectNoSecret();
	});
});

describe('a secret stands on no page', () => {
	const WEBHOOKS = '/settings/automations/webhooks';
	const post = (path: string, fields: Record<string, string>, headers = {}) =>
		ask('POST', path, {
			body: new URLSearchParams({ _token: token, ...fields }).toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded', cookie, ...headers },
		});

	test('to sign in', async () => {
		await ask('POST', '/sign-in', {
			body: new URLSearchParams({ password: `${PASSWORD}!` }).toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		const { stdout: link } = await fluidCommand(['sign-in-link'], {
			env: { DATA_DIR: service.folder, FLUID_SECRET_KEY: SECRET_KEY },
		});
		const path = new URL(link.trim()).pathname;
		const entered = await fetch(`${service.url}${path}`, { method: 'POST', redirect: 'manual' });
		cookie = String(entered.headers.get('set-cookie')).split(';')[0] as string;
		const page = await ask('GET', `${WEBHOOKS}/new`, { headers: { cookie } });
		[, token = ''] = /name="_token" value="([^"]+)"/.exec(page) ?? [];
		expect(token).not.toBe('');
		secrets['the link to sign in'] = path.split('/').at(-1) as string;
		secrets['the secret of a session'] = cookie.split('=')[1] as string;
		expectNoSecret();
	});

	test('about webhooks, their deliveries and keys', async () => {
		const { body } = await service.client.get(`/api-webhooks/${webhook.id}/deliveries`);
		const pages = [
			WEBHOOKS,
			`${WEBHOOKS}/${webhook.id}`,
			`${WEBHOOKS}/${webhook.id}/edit`,
			`${WEBHOOKS}/${webhook.id}/rotate-secret`,
			`${WEBHOOKS}/${webhook.id}/delete`,
			...body.data.map(({ id }: { id: string }) => `${WEBHOOKS}/${webhook.id}/deliveries/${id}`),
			'/settings/automations/api',
			'/deals',
		];
		for (const path of pages) await ask('GET', path, { headers: { cookie } });
		expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 200));
		expectNoSecret();
	});

	test('that says what is wrong with a form, or asks to send it again', async () => {
		const fields = { url: 'hooks.example.com', auth_header: `Bearer ${TOKEN}`, name: 'Relay' };
		const refused = await post(WEBHOOKS, fields);
		expect(refused).toContain('What you typed is kept');
		const wrong = await post(WEBHOOKS, { ...fields, auth_header: `Bearer ${TOKEN} é` });
		expect(wrong).toContain('Type it again or leave it empty.');
		await post(`${WEBHOOKS}/${webhook.id}/edit`, fields);
		const late = await post(
			WEBHOOKS,
			{ ...fields, _token: 'old' },
			{ 'sec-fetch-site': 'same-origin' },
		);
		expect(late).toContain('It is not repeated here: type it again.');
		expectNoSecret();
	});
});

test('a secret stands in no line of the log, not even of what goes wrong inside', async () => {
	const database = new DatabaseSync(join(service.folder, 'fluid.sqlite'), { timeout: 5000 });
	database.exec('alter table webhooks rename column secret to moved');
	const headers = {
		authorization: `Bearer ${service.client.key}`,
		'content-type': 'application/json',
	};
	const input = {
		url: receiver.url,
		events: ['deal.won'],
		auth_header: `Bearer ${TOKEN}`,
		secret: SIGNING_SECRET,
	};
	await ask('POST', '/api-webhooks', { headers, body: JSON.stringify(input) });
	await ask('GET', '/api-webhooks', { headers });
	expect(answers.map(({ status }) => status)).toEqual([500, 500]);
	database.exec('alter table webhooks rename column moved to secret');
	database.close();
	expectNoSecret();

	// The welcome of the first start shows the first key, once: that is what it is for.
	const lines = () =>
		service.output
			.split('\n')
			.filter((line) => line.startsWith('{'))
			.join('\n');
	// A line may arrive behind the answer that it is about.
	await expect.poll(lines).toContain('no such column');
	const log = lines();
	expect(standIn(log)).toEqual([]);
	expect(standIn(service.output)).toEqual(['an API key']);
});

test('a secret stands in no file, whatever was done with it', () => {
	for (const name of ['fluid.sqlite', 'fluid.sqlite-wal']) {
		const bytes = readFileSync(join(service.folder, name), 'latin1');
		expect(standIn(bytes)).toEqual([]);
	}
});
