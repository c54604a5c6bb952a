import { beforeAll, describe, expect, test } from 'vitest';
import { calls } from '../../../contract/calls';
import { WatchedService } from '../../../test/support/watchedService';
import {
	type Bodies,
	objectOf,
	filling,
	hardToRead,
	hardToRefuse,
	times,
} from '../../../test/support/worstBodies';
import { openEmbedded } from '../../src/database/embedded';
import { createCustomField, createPipeline, createStage } from '../../src/pipelineEditing/store';

/** Milliseconds for which a call may keep others from being answered. */
const LONGEST_HOLD_MS = 100;
/** A quiet machine parses a body that is hard to read in a fifth of that; a busy or slow one takes longer for both. */
const TIMES_PARSING = 5;
/** A read goes through two processes, both of which wait for the machine when other tests have it. */
const TIMES_PARSING_OF_A_READ = 10;
const TRIES = 4;

const option = (index: number, field: number) => `option ${index} `.padEnd(180, `abcdefgh${field}`);
const many = (name: string, count: number, entry: (index: number) => unknown) =>
	JSON.stringify({ [name]: times(count, entry) });

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
const unknown = objectOf(40, (index) => `unknown ${index} `.padEnd(90, 'u'), 1);
const webhook = { url: 'https://hooks.example.com/fluid', events: ['deal.won'] };

const ingested = (): Bodies => ({
	'1,000 deals with everything': many('deals', 1000, (index) => ({
		name: `Deal ${index} `.padEnd(200, 'x'),
		external_id: `crm-${index}`,
		contact: person(index),
		company: company(index),
		reminder: { in_days: 3, note: 'r'.repeat(1000) },
		labels: times(10, (label) => `${label}`.padEnd(100, 'l')),
	})),
	'1,000 deals with long notes': many('deals', 1000, (index) => ({
		name: `Deal ${index}`,
		note: 'n'.repeat(5_100),
	})),
	'1,000 deals of nothing but faults': many('deals', 1000, () => ({
		...{ name: '', value: -1, currency: 'X', status: 'x', contact: wrongParty, note: 1 },
		...{ labels: times(50, () => 0), reminder: { at: 'x', in_days: -1 }, ...unknown },
	})),
	'1,000 changes of a deal with large custom fields': many('deals', 1000, (index) => ({
		external_id: 'large',
		value: index,
	})),
	'custom fields with slashes in their names': JSON.stringify({
		name: 'Acme website',
		custom_fields: objectOf(980, (index) => `${index}${'~/'.repeat(2_600)}`, 1),
	}),
	'options that nearly fit': JSON.stringify({
		name: 'Acme website',
		pipeline: 'Large',
		custom_fields: Object.fromEntries(
			times(10, (field) => [
				`choice_${field}`,
				times(500, (index) => option(index, field).replace('option', 'optoin').slice(0, 179)),
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
	'PATCH /api-companies/:id': () => ({ 'a long domain': text('domain', filling('ä.')) }),
	'POST /api-contacts/erase': () => ({
		'a thousand unknown custom fields': JSON.stringify({
			email: 'ada@example.com',
			custom_fields: times(1000, (index) => `unknown ${index} `.padEnd(200, 'u')),
		}),
		'a long id': text('contact_id', filling('漢')),
	}),
	'POST /api-contacts/:id/merge': () => ({ 'a long id': text('contact_id', filling('漢')) }),
	'POST /api-webhooks': () => ({
		'ever new events': JSON.stringify({
			...webhook,
			events: times(200_000, (index) => `e${index}`),
		}),
		'a long secret': JSON.stringify({ ...webhook, secret: `whsec_${filling('a')}` }),
	}),
	'PATCH /api-webhooks/:id': () => ({
		'long fields to watch': JSON.stringify({
			filters: { changed_fields: times(50, () => 'k'.repeat(100_000)) },
		}),
	}),
	'POST /api-webhooks/:id/test': () => ({ 'a long type': text('type', filling('漢')) }),
	'PUT /api-alerts': () => ({ 'a long URL': text('url', `https://example.com/${filling('漢')}`) }),
	'POST /api-webhooks/:id/pull': () => ({ 'a long limit': text('limit', filling('9')) }),
	'POST /api-webhooks/:id/commit': () => ({
		'ever new ids': JSON.stringify({ succeeded: times(200_000, (index) => `dlv_${index}`) }),
		'long errors': JSON.stringify({
			failed: times(200, (index) => ({ id: `dlv_${index}`, error: 'x'.repeat(20_000) })),
		}),
	}),
	'POST /api-webhooks/:id/replay': () => ({ 'a long time': text('since', filling(' ')) }),
};

function text(name: string, value: string): string {
	return JSON.stringify({ [name]: value });
}

const watched = WatchedService.forFile();
let readPath: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
	const { client } = watched.service;
	await addLargePipeline(watched.service.folder);
	const { body } = await client.ingest({ name: 'Acme website', contact: { name: 'Ada' } });
	readPath = `/api-deals/${body.deal.id}`;
	ids['/api-contacts/:id'] = `/api-contacts/${body.deal.contact.id}`;
	const { body: made } = await client.post('/api-webhooks', webhook);
	ids['/api-webhooks/:id'] = `/api-webhooks/${made.id}`;
	const custom_fields = objectOf(9, (index) => `text_${index}`, 'x'.repeat(10_000));
	await client.ingest({ name: 'Acme', external_id: 'large', pipeline: 'Large', custom_fields });
}, 120_000);

/** A pipeline with long texts and long lists of options. */
async function addLargePipeline(folder: string): Promise<void> {
	const database = openEmbedded(folder);
	await database.writeService(async (transaction) => {
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
		for (const index of times(10, (each) => each)) {
			await add(`text_${index}`, 'long_text');
			await add(
				`choice_${index}`,
				'multi_select',
				times(500, (each) => option(each, index)),
			);
		}
	});
	await database.close();
}

type Held = {
	/** Milliseconds of CPU for which nobody else is answered at most while a body is seen to. */
	hold: number;
	/** Milliseconds that the longest of the reads meanwhile took by the clock, with the commit's wait for the disk. */
	read: number;
};

async function send(call: string, body: string): Promise<Held> {
	const [method = '', path = ''] = call.split(' ');
	const { client, url } = watched.service;
	const [place] = Object.keys(ids).filter((known) => path.startsWith(known));
	const address = place === undefined ? path : path.replace(place, ids[place] as string);
	await watched.longestHold();
	let isUnderWay = true;
	let read = 0;
	const reading = (async () => {
		while (isUnderWay) {
			const startedAt = performance.now();
			expect((await client.get(readPath)).status).toBe(200);
			read = Math.max(read, performance.now() - startedAt);
		}
	})();
	const headers = { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' };
	const answer = await fetch(url + address, { method, body, headers });
	await answer.arrayBuffer();
	isUnderWay = false;
	await reading;
	expect(answer.status).toBeLessThan(500);
	return { hold: await watched.longestHold(), read };
}

const { 'as many names as there may be, in every order': reference = '' } = hardToRead();

/** Milliseconds of CPU, and by the clock, that this machine takes at the moment to parse a body. */
function parsing(): { cpu: number; clock: number } {
	const [before, startedAt] = [process.threadCpuUsage(), performance.now()];
	JSON.parse(reference);
	const { user, system } = process.threadCpuUsage(before);
	return { cpu: (user + system) / 1000, clock: performance.now() - startedAt };
}

test('every call that takes a body has its worst ones here, but those of whoever runs the service', () => {
	const taking = calls
		.filter(({ body, key }) => body && key !== 'agency')
		.map(({ method, path }) => `${method} ${path}`);
	expect(Object.keys(worst).sort()).toEqual(taking.sort());
});

describe.each(Object.entries(worst))('a body of %s lets everybody else read', (call, bodies) => {
	test.each(Object.entries({ ...hardToRefuse(), ...bodies() }))(
		'%s',
		async (_what, body) => {
			let tooLong: Partial<Held> = {};
			for (let tries = 0; tries < TRIES; tries += 1) {
				tooLong = beyond(await send(call, body), parsing());
				if (Object.keys(tooLong).length === 0) break;
			}
			expect(tooLong).toEqual({});
		},
		60_000,
	);
});

/** What of it is longer than may be. */
function beyond({ hold, read }: Held, { cpu, clock }: ReturnType<typeof parsing>): Partial<Held> {
	const isHeld = hold >= Math.max(LONGEST_HOLD_MS, TIMES_PARSING * cpu);
	const isSlow = read >= Math.max(LONGEST_HOLD_MS, TIMES_PARSING_OF_A_READ * clock);
	return { ...(isHeld && { hold }), ...(isSlow && { read }) };
}
