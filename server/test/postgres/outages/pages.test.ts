import { afterEach, expect } from 'vitest';
import { newKeyText } from '../../../src/secrets/key';
import { type PostgresServer, startPostgresServer } from '../../../../test/support/postgresServer';
import { ServiceProcess } from '../../../../test/support/serviceProcess';
import { NEEDS_POSTGRES, withServer } from './busyService';

const password = 'Lovelace-1815';

let postgres: PostgresServer | undefined;
let service: ServiceProcess | undefined;
afterEach(async () => {
	await service?.stop();
	await postgres?.stop();
	postgres = service = undefined;
}, 60_000);

withServer(
	'a page answers as soon as the API does while the database is gone, with what a person can do',
	{ ...NEEDS_POSTGRES, timeout: 120_000 },
	async () => {
		const server = (await startPostgresServer()) as PostgresServer;
		postgres = server;
		const started = await ServiceProcess.start({
			DATABASE_URL: server.url,
			FLUID_SECRET_KEY: newKeyText(),
			FLUID_ADMIN_PASSWORD: password,
		});
		service = started;
		const { url, key } = started.client;
		const signedIn = await fetch(`${url}/sign-in`, {
			method: 'POST',
			redirect: 'manual',
			body: new URLSearchParams({ password }),
			headers: { 'sec-fetch-site': 'same-origin' },
		});
		const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
		await postgres.stop();
		postgres = undefined;
		const api = { authorization: `Bearer ${key}` };
		const own = { cookie, 'sec-fetch-site': 'same-origin' };
		const note = { method: 'POST', body: new URLSearchParams({ name: 'Acme' }), headers: own };
		const asked = {
			api: ask(`${url}/api-deals`, { headers: api }),
			page: ask(`${url}/deals`, { headers: own }),
			form: ask(`${url}/deals/new`, note),
			leadForm: ask(`${url}/f/form_1`),
			embedded: ask(`${url}/f/form_1/form.json`),
		};

		const { text, ...answer } = await asked.api;
		expect(answer).toMatchObject({ status: 503, retryAfter: '5' });
		expect(text).toContain('The database (DATABASE_URL) cannot be reached');
		for (const [name, sentence] of [
			['page', 'Nothing was changed: reload this page in a moment.'],
			['form', 'nothing was saved. Go back, where your entries still are'],
			['leadForm', 'This form cannot be used just now, and nothing was sent.'],
			['embedded', 'This form cannot be used just now, and nothing was sent.'],
		] as const) {
			const shown = await asked[name];
			expect(shown, name).toMatchObject({ status: 503, retryAfter: '5' });
			expect(shown.text, name).toContain(sentence);
			expect(shown.text, name).not.toMatch(/DATABASE_URL|ECONNREFUSED/);
			expect(shown.ms, name).toBeLessThan(answer.ms + 3_000);
		}
	},
);

async function ask(url: string, init: RequestInit = {}) {
	const startedAt = Date.now();
	const answer = await fetch(url, { redirect: 'manual', ...init });
	return {
		status: answer.status,
		retryAfter: answer.headers.get('retry-after'),
		text: await answer.text(),
		ms: Date.now() - startedAt,
	};
}
