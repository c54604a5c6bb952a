import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls } from '../../../contract/calls';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { WatchedService } from '../../../test/support/watchedService';
import {
	type Bodies,
	fieldsOf,
	filling,
	hardToRead,
	hardToRefuse,
	list,
} from '../../../test/support/worstBodies';
import { openEmbedded } from '../../src/database/embedded';
import { createCustomField, createPipeline, createStage } from '../../src/pipelines/store';

/** Milliseconds for which a call may keep others from being answered. */
const LONGEST_HOLD_MS = 100;
/** A quiet machine parses a body that is hard to read in a fifth of that; a busy or slow one takes longer for both. */
const TIMES_PARSING = 5;
const TRIES = 4;

const option = (index: number, field: number) => `option ${index} `.padEnd(180, `abcdefgh${field}`);
const many = (name: string, count: number, entry: (index: number) => unknown) =>
	JSON.stringify({ [name]: list(count, entry) });

const person = (index: number) => ({
	email: `ada-${index}@example.com`,
	name: 'Ada '.padEnd(200, 'n'),
	title: 't'.repeat(200),
	linkedin_url: `https://linkedin.example/${'p'.repeat(470)}`,
});
const company = (index: number) => ({
	name: `Acme ${index} `.padEnd(200, 'c'),
	domain: `acme-${index}.example`,
});
const wrongParty = { email: 'x', name: 1, first_name: 1, last_name: 1, phone: 1, title: 1 };
const unknown = fieldsOf(40, (index) => `unknown ${index} `.padEnd(90, 'u'), 1);
const webhook = { url: 'https://hooks.example.com/fluid', events: ['deal.won'] };

const ingested = (): Bodies => ({
	'1,000 deals with everything': many('deals', 1000, (index) => ({
		name: `Deal ${index} `.padEnd(200, 'x'),
		external_id: `crm-${index}`,
		contact: person(index),
		company: company(index),
		reminder: { in_days: 3, note: 'r'.repeat(1000) },
		labels: list(10, (label) => `${label}`.padEnd(100, 'l')),
	})),
	'1,000 deals with long notes': many('deals', 1000, (index) => ({
		name: `Deal ${index}`,
		note: 'n'.repeat(5_100),
	})),
	'1,000 deals of nothing but faults': many('deals', 1000, () => ({
		...{ name: '', value: -1, currency: 'X', status: 'x', contact: wrongParty, note: 1 },
		...{ labels: list(50, () => 0), reminder: { at: 'x', in_days: -1 }, ...unknown },
	})),
	'1,000 changes of a deal with large custom fields': many('deals', 1000, (index) => ({
		external_id: 'large',
		value: index,
	})),
	'custom fields with slashes in their names': JSON.stringify({
		name: 'Acme website',
		custom_fields: fieldsOf(980, (index) => `${index}${'~/'.repeat(2_600)}`, 1),
	}),
	'options that nearly fit': JSON.stringify({
		name: 'Acme website',
		pipeline: 'Large',
		custom_fields: Object.fromEntries(
			list(10, (field) => [
				`choice_${field}`,
				list(500, (index) => option(index, field).replace('option', 'optoin').slice(0, 179)),
			]),
		),
	}),
	'a custom field that is too long': JSON.stringify({
		name: 'Acme website',
		pipeline: 'Large',
		custom_fields: { text_0: filling('漢') },
	}),
});

const contacts = (): Bodies => ({
	'1,000 contacts with everything': many('contacts', 1000, (index) => ({
		...person(index),
		company: company(index),
	})),
	'1,000 contacts of nothing but faults': many('contacts', 1000, () => ({
		...wrongParty,
		...unknown,
	})),
});

/** Worst bodies by method and path; those for every call come on top. */
const worst: Record<string, () => Bodies> = {
	'POST /api-ingest': () => ({ ...hardToRead(), ...ingested() }),
	'POST /api-contacts': contacts,
	'PATCH /api-contacts/:id': () => ({ 'a long email address': text('email', filling('ä.')) }),
	'POST /api-contacts/:id/merge': () => ({ 'a long id': text('contact_id', filling('漢')) }),
	'POST /api-webhooks': () => ({
		'ever new events': JSON.stringify({
			...webhook,
			events: list(200_000, (index) => `e${index}`),
		}),
		'a long secret': JSON.stringify({ ...webhook, secret: `whsec_${filling('a')}` }),
	}),
	'PATCH /api-webhooks/:id': () => ({
		'long fields to watch': JSON.stringify({
			filters: { changed_fields: list(50, () => 'k'.repeat(100_000)) },
		}),
	}),
	'POST /api-webhooks/:id/test': () => ({ 'a long type': text('type', filling('漢')) }),
	'POST /api-webhooks/:id/replay': () => ({ 'a long time': text('since', filling(' ')) }),
};

function text(name: string, value: string): string {
	return JSON.stringify({ [name]: value });
}

let watched: WatchedService;
let readPath: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
	await buildServiceIfStale();
	watched = await WatchedService.start();
	const { client } = watched.service;
	await addLargePipeline(watched.service.folder);
	const { body } = await client.ingest({ name: 'Acme website', contact: { name: 'Ada' } });
	readPath = `/api-deals/${body.deal.id}`;
	ids['/api-contacts/:id'] = `/api-contacts/${body.deal.contact.id}`;
	const { body: made } = await client.post('/api-webhooks', webhook);
	ids['/api-webhooks/:id'] = `/api-webhooks/${made.id}`;
	const custom_fields = fieldsOf(9, (index) => `text_${index}`, 'x'.repeat(10_000));
	await client.ingest({ name: 'Acme', external_id: 'large', pipeline: 'Large', custom_fields });
}, 120_000);
afterAll(() => watched.service.stop());

/** A pipeline with long texts and long lists of options. */
async function addLargePipeline(folder: string): Promise<void> {
	const database = openEmbedded(folder);
	await database.write(async (transaction) => {
		const workspace = await transaction.get<{ id: string }>({
			strings: ['select id from workspaces'],
			values: [],
		});
		const { id } = workspace as { id: string };
		const pipeline_id = await createPipeline(transaction, id, 'Large');
		await createStage(transaction, id, pipeline_id, 'New lead');
		const add = (key: string, type: 'long_text' | 'multi_select', options: string[] = []) =>
			createCustomField(transaction, id, {
				...{ key, name: key, type, options, required: false, pipeline_id },
			});
		for (const index of list(10, (each) => each)) {
			await add(`text_${index}`, 'long_text');
			await add(
				`choice_${index}`,
				'multi_select',
				list(500, (each) => option(each, index)),
			);
		}
	});
	await database.close();
}

/** Milliseconds of CPU for which nobody else is answered at most while a body is seen to. */
async function holdOf(call: string, body: string): Promise<number> {
	const [method = '', path = ''] = call.split(' ');
	const { client, url } = watched.service;
	const [place] = Object.keys(ids).filter((known) => path.startsWith(known));
	const address = place === undefined ? path : path.replace(place, ids[place] as string);
	await watched.longestHold();
	let isUnderWay = true;
	const reading = (async () => {
		while (isUnderWay) expect((await client.get(readPath)).status).toBe(200);
	})();
	const headers = { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' };
	const answer = await fetch(url + address, { method, body, headers });
	await answer.arrayBuffer();
	isUnderWay = false;
	await reading;
	expect(answer.status).toBeLessThan(500);
	return watched.longestHold();
}

const { 'as many names as there may be, in every order': reference = '' } = hardToRead();

/** Milliseconds of CPU that this machine takes at the moment to parse a body. */
function parsingMs(): number {
	const before = process.threadCpuUsage();
	JSON.parse(reference);
	const { user, system } = process.threadCpuUsage(before);
	return (user + system) / 1000;
}

test('every call that takes a body has its worst ones here', () => {
	const taking = calls.filter(({ body }) => body).map(({ method, path }) => `${method} ${path}`);
	expect(Object.keys(worst).sort()).toEqual(taking.sort());
});

describe.each(Object.entries(worst))('a body of %s lets everybody else read', (call, bodies) => {
	test.each(Object.entries({ ...hardToRefuse(), ...bodies() }))(
		'%s',
		async (_what, body) => {
			let [hold, most] = [Infinity, 0];
			for (let tries = 0; tries < TRIES && hold >= most; tries += 1) {
				hold = await holdOf(call, body);
				most = Math.max(LONGEST_HOLD_MS, TIMES_PARSING * parsingMs());
			}
			expect(hold).toBeLessThan(most);
		},
		60_000,
	);
});
