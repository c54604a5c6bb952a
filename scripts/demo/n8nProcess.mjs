import { randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { n8nCommand } from '../n8n.mjs';
import { inRepository } from '../repository.mjs';
import { freePort } from '../freePort.mjs';
import { quietN8n } from '../quietN8n.mjs';

/** Starts an n8n with an empty database, this package installed by hand, Fluid's templates on its page, and an owner. */
export async function startN8n(processes, folder, fluidUrl) {
	const home = join(folder, 'n8n');
	const modules = join(home, '.n8n', 'nodes', 'node_modules');
	mkdirSync(modules, { recursive: true });
	symlinkSync(inRepository(), join(modules, 'n8n-nodes-fluid'), 'junction');
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const { NODE_ENV: _mode, NODE_OPTIONS: _options, ...inherited } = process.env;
	const program = processes.start([n8nCommand, 'start'], {
		...inherited,
		...quietN8n,
		N8N_USER_FOLDER: home,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_WEBHOOK_URL: `${url}/`,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_SECURE_COOKIE: 'false',
		N8N_TEMPLATES_ENABLED: 'true',
		N8N_TEMPLATES_HOST: `${fluidUrl}/n8n-templates`,
		GENERIC_TIMEZONE: 'UTC',
	});
	await program.until('n8n', () => answersJson(`${url}/rest/settings`));
	const owner = {
		...{ email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
		password: `Demo-${randomBytes(6).toString('hex')}1`,
	};
	const cookie = await setUpOwner(url, owner);
	return { url, owner, cookie, workflows: (key, name) => workflows(url, key, name) };
}

/** Returns a new key of n8n's public API with everything its owner may do. */
export async function newApiKey({ url, cookie }) {
	const headers = { ...HEADERS, cookie };
	const scopes = (await read(`${url}/rest/api-keys/scopes`, { headers })).data;
	const body = JSON.stringify({ label: 'Fluid demo', scopes, expiresAt: null });
	const { data } = await read(`${url}/rest/api-keys`, { method: 'POST', headers, body });
	return data.rawApiKey;
}

const HEADERS = { 'content-type': 'application/json', 'browser-id': 'fluid-demo' };

async function setUpOwner(url, owner) {
	const body = JSON.stringify(owner);
	const answer = await fetch(`${url}/rest/owner/setup`, { method: 'POST', headers: HEADERS, body });
	if (!answer.ok) throw new Error(`n8n refused to make its owner: ${await answer.text()}`);
	return answer.headers
		.getSetCookie()
		.map((each) => each.split(';')[0])
		.join('; ');
}

async function workflows(url, key, name) {
	const query = `name=${encodeURIComponent(name)}`;
	const { data } = await read(`${url}/api/v1/workflows?${query}`, {
		headers: { 'X-N8N-API-KEY': key },
	});
	return data;
}

async function read(address, options) {
	const answer = await fetch(address, options);
	if (!answer.ok)
		throw new Error(`n8n: ${address} answered ${answer.status}: ${await answer.text()}`);
	return answer.json();
}

async function answersJson(address) {
	try {
		const answer = await fetch(address, { headers: HEADERS });
		return (answer.headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}
