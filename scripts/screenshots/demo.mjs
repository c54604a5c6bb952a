import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { inRepository } from '../repository.mjs';
import { deals } from './deals.mjs';
import { formOf } from './form.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(inRepository('server/dist/server/src', path));
const { readConfig } = built('config.js');
const { sql } = built('database/sql.js');
const { insertForm } = built('forms/store.js');
const { createKey } = built('keys/store.js');
const { createCustomField } = built('pipelineEditing/store.js');
const { loadPipelines } = built('pipelines/store.js');
const { createSignInLink } = built('signIn/links.js');
const { startService } = built('start.js');
const { createWorkspaceWithDefaults } = built('firstStart.js');

/** The moment all pictures are taken at. */
const NOW = '2026-11-24T14:30:00Z';

/** What each address of the demo answers, and the address that the pictures show. */
const receivers = {
	'/n8n': {
		shown: 'https://n8n.example.com/webhook/fluid',
		status: 200,
		body: '{"message":"Workflow was started"}',
	},
	'/billing': {
		shown: 'https://billing.example.com/hooks/fluid',
		status: 503,
		body: 'upstream connect error',
	},
	'/slack': { shown: 'https://relay.example.com/slack', status: 410, body: '' },
};

/**
 * Starts a service with an agency's data at a fixed time, the same on every run. `ids` names what the pages are about.
 *
 * @param {string} folder an empty one, for its data
 */
export async function startDemo(folder) {
	let now = new Date(NOW);
	const at = (time) => (now = new Date(time));
	const config = readConfig({
		PORT: '0',
		DATA_DIR: folder,
		LOG_LEVEL: 'error',
		PUBLIC_URL: 'https://fluid.example.com',
		FLUID_ADMIN_PASSWORD: 'shown to nobody',
		FLUID_RETRY_SCHEDULE: '5m',
	});
	const service = await startService(config, () => now);
	const { database } = service;
	const receiver = await startReceiver();
	const ids = {};

	at('2026-10-05T08:12:00Z');
	const own = await createWorkspaceWithDefaults(database, 'Northwind Studio', 'EUR', now);
	at('2026-11-02T10:40:00Z');
	await createWorkspaceWithDefaults(database, 'Harbour Dental', 'GBP', now);
	await createWorkspaceWithDefaults(database, 'Kestrel Cycles', 'USD', now);

	await key('n8n production', '2026-10-05T08:20:00Z', '2026-11-24T14:27:00Z', 'Zq4T');
	await key('Zapier', '2026-10-19T15:02:00Z', '2026-11-23T11:08:00Z', '8LxW');
	await key('Spreadsheet import', '2026-11-20T09:45:00Z', null, 'mC0p');
	const { key: apiKey } = await database.writeService((transaction) =>
		createKey(transaction, own.id, 'Demo', now),
	);

	at('2026-11-03T09:00:00Z');
	ids.form = await leadForm();
	ids.slack = await webhook('/slack', ['deal.won', 'deal.lost']);
	ids.billing = await webhook('/billing', ['deal.won']);
	ids.n8n = await webhook('/n8n', ['deal.created', 'deal.stage_changed', 'form.submitted'], {
		pipeline: 'Sales',
	});
	for (const { time, ...deal } of deals) {
		at(time);
		await call('POST', '/api-ingest', deal);
		await settled();
	}
	at('2026-11-24T14:18:00Z');
	await importWrongFile();
	at('2026-11-24T14:20:00Z');
	await settled();
	at('2026-11-24T14:29:00Z');
	const test = await call('POST', `/api-webhooks/${ids.n8n}/test`, { type: 'deal.created' });
	ids.test = test.id;
	at(NOW);
	await tidy();

	return {
		url: service.url,
		ids,
		signInLink: async () =>
			service.url +
			(await database.writeService((transaction) => createSignInLink(transaction, now))),
		stop: async () => {
			await service.stop();
			receiver.server.close();
		},
	};

	async function key(name, created, lastUsed, lastFour) {
		await database.writeService(async (transaction) => {
			const { id } = await createKey(transaction, own.id, name, new Date(created));
			await transaction.run(
				sql`update api_keys set last_four = ${lastFour}, last_used_at = ${lastUsed && new Date(lastUsed).toISOString()} where id = ${id}`,
			);
		});
	}

	/** A custom field and a lead form that asks for it. */
	async function leadForm() {
		const [pipeline] = await loadPipelines(database, own.id);
		const industry = { key: 'industry', name: 'Industry', type: 'select', required: false };
		const options = ['Health', 'Hospitality', 'Retail'];
		const campaign = { key: 'campaign', name: 'Campaign', type: 'text', required: false };
		return database.writeService(async (transaction) => {
			for (const field of [
				{ ...industry, options },
				{ ...campaign, options: [] },
			]) {
				await createCustomField(transaction, own.id, { ...field, pipeline_id: pipeline.id });
			}
			return insertForm(transaction, own.id, formOf(pipeline), now);
		});
	}

	async function webhook(path, events, filters) {
		const { id } = await call('POST', '/api-webhooks', {
			url: receiver.url + path,
			events,
			filters,
		});
		return id;
	}

	async function call(method, path, body, headers = {}) {
		const answer = await fetch(service.url + path, {
			method,
			headers: {
				authorization: `Bearer ${apiKey}`,
				'content-type': 'application/json',
				...headers,
			},
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
		return answer.json();
	}

	/** Leads of last year's list, one of which somebody has begun to work with. */
	async function importWrongFile() {
		const run = { 'fluid-run': 'import-20261124-141803-k3f9' };
		const leads = ['Alder', 'Beech', 'Cedar'].map((name) => ({
			...{
				name: `${name} Ltd · old list`,
				contact: { email: `info@${name.toLowerCase()}.example` },
			},
			...{ pipeline: 'Sales', company: `${name} Ltd` },
		}));
		const { results } = await call('POST', '/api-ingest', { deals: leads }, run);
		await call('POST', '/api-ingest', { id: results[1].deal.id, value: 1200 });
	}

	/** Waits until nothing is due. */
	async function settled() {
		const due = () =>
			database.get(
				sql`select id from deliveries where status = 'pending' and next_attempt_at <= ${new Date(now.getTime() + 30_000).toISOString()}`,
			);
		while (await due()) await new Promise((resolve) => setTimeout(resolve, 20));
	}

	/** Takes out what differs from run to run, and what is the demo's own. */
	async function tidy() {
		await database.writeService(async (transaction) => {
			await transaction.run(sql`update api_keys set deleted_at = ${NOW} where name = 'Demo'`);
			await transaction.run(sql`update attempts set duration_ms = 38 + length(answer)`);
			for (const [path, { shown }] of Object.entries(receivers)) {
				await transaction.run(
					sql`update webhooks set url = ${shown} where url = ${receiver.url + path}`,
				);
			}
		});
	}
}

async function startReceiver() {
	const server = createServer((request, response) => {
		const { status, body } = receivers[request.url];
		request.resume().on('end', () => response.writeHead(status).end(body));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { server, url: `http://127.0.0.1:${server.address().port}` };
}
