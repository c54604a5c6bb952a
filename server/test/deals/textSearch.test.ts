import { beforeAll, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { flatten, SQLITE, type Statement } from '../../src/database/sql';

const fluid = fluidForFile();
let acme: Deal;

const names = async (q: string, client: Pick<typeof fluid, 'get'> = fluid): Promise<string[]> => {
	const { body } = await client.get(`/api-deals?q=${encodeURIComponent(q)}`);
	return body.data.map(({ name }: Deal) => name);
};
const contacts = async (q: string): Promise<string[]> => {
	const { body } = await fluid.get(`/api-contacts?q=${encodeURIComponent(q)}`);
	return body.data.map(({ name }: { name: string }) => name);
};

const text = (statement: Statement) => flatten(statement, SQLITE).text;

/** Brings everything into the indexes: else so few records are read by the search itself. PostgreSQL's are never behind. */
const index = async () => {
	await fluid.service.database.indexTexts();
};

beforeAll(async () => {
	acme = await fluid.deal({
		name: 'Website Relaunch',
		contact: { email: 'ada@müller.example', name: 'Ada Lovelace' },
		company: 'Ärzte & Söhne',
	});
	await fluid.deal({ name: '李王芳 (Berlin) 100%', contact: { name: 'Ödön' } });
	await fluid.deal({ name: 'Something "else"' });
});

/** What is found must not depend on how far the index is. */
test.each(['before it is indexed', 'once it is indexed'])('text is found %s', async (when) => {
	if (when === 'once it is indexed') await index();
	const found = ['Website Relaunch'];
	for (const q of ['launch', 'site rel', 'LOVE', 'ada@m', 'müller', 'ärzte &', 'söhne'])
		expect([q, await names(q)]).toEqual([q, found]);
	expect(await names('website lovelace')).toEqual([]);
	expect(await names('"else"')).toEqual(['Something "else"']);
	expect(await names('100%')).toEqual(['李王芳 (Berlin) 100%']);
});

test.each(['before', 'after'])('one or two letters find the beginnings of words, %s', async () => {
	const found = ['Website Relaunch'];
	for (const q of ['w', 're', 'LO', 'ä', 'mü', '&'])
		expect([q, await names(q)]).toEqual([q, found]);
	for (const q of ['eb', 'au', 'hn']) expect([q, await names(q)]).toEqual([q, []]);
	for (const q of ['王芳', 'be', '10', 'öd'])
		expect([q, await names(q)]).toEqual([q, ['李王芳 (Berlin) 100%']]);
	expect(await contacts('öd')).toEqual(['Ödön']);
	await index();
});

test.each(['before', 'after'])(
	'accents and capitals make no difference, %s it is indexed',
	async () => {
		const typed = {
			...{ jose: 'José García', garcía: 'José García', istanbul: 'İstanbul office', lodz: 'Łódź' },
			...{
				finance: 'Corporate ﬁnance',
				strasse: 'Große Straße',
				ΣΊΣ: 'ΣΊΣΥΦΟΣ',
				σισυφος: 'ΣΊΣΥΦΟΣ',
			},
			...{ がばん: 'がばん', हिन्दी: 'हिन्दी', שלום: 'שָׁלוֹם', محمد: 'مُحَمَّـد' },
			...{ sigurdur: 'Sigurður', thorsdottir: 'Þórsdóttir', '‘quoted”': '\'quoted"' },
			...{ "o'hara": 'O´Hara', 'o´hagan': 'O’Hagan', "lili'uokalani": 'Liliʻuokalani' },
			...{
				'בן-גוריון': 'בן־גוריון',
				'תנ"ך': 'תנ״ך',
				احمد: 'أحمد',
				كاظم: 'کاظم',
				'`kagi´': "'Kagi'",
				'24"': '24″ screen',
			},
			...{ "o'brien": 'O’Brien', 'd’angelo': "D'Angelo", 'meyer-lüdke': 'Meyer–Lüdke' },
		};
		// Another letter, and no accent.
		expect(await names('かばん')).toEqual([]);
		for (const name of new Set(Object.values(typed))) {
			if ((await names(name)).length === 0)
				await fluid.deal({ name, contact: { name: `${name} 2` } });
		}
		for (const [q, name] of Object.entries(typed)) {
			expect([q, await names(q)]).toEqual([q, [name]]);
			expect([q, await contacts(q)]).toEqual([q, [`${name} 2`]]);
		}
		await index();
	},
);

test.each(['before', 'after'])(
	'a sign at the beginning of a name is found, %s it is indexed',
	async () => {
		const signs = ['🔥', '★', '¿', '€', '🇩🇪'];
		for (const sign of signs) {
			const name = `${sign}Hot lead`;
			if ((await names(name)).length === 0) await fluid.deal({ name, contact: { name } });
			expect([sign, await names(sign)]).toEqual([sign, [name]]);
			expect([sign, await contacts(sign)]).toEqual([sign, [name]]);
		}
		await index();
	},
);

test.each(['before', 'after'])('a long text is compared to its end, %s', async () => {
	const long = 'The relaunch of everything that Acme has ever built for its customers, '.repeat(3);
	const [first, second] = [`${long.slice(0, 198)}A1`, `${long.slice(0, 198)}B2`];
	const deals = [first, second].map((name) => ({ name, external_id: name.slice(-2) }));
	expect((await fluid.ingest({ deals })).body).toMatchObject({ failed: 0 });
	expect(await names(first)).toEqual([first]);
	expect(await names(second.slice(20))).toEqual([second]);
	expect(await names(`${first} and more`)).toEqual([]);
	await index();
});

test('a contact or a company with another name is found by it, and no longer by the former one', async () => {
	await index();
	await fluid.patch(`/api-contacts/${acme.contact?.id}`, { name: 'Grace Hopper' });
	const expectFound = async () => {
		expect([await names('lovelace'), await contacts('lovelace')]).toEqual([[], []]);
		expect([await names('hopper'), await contacts('hopper')]).toEqual([
			['Website Relaunch'],
			['Grace Hopper'],
		]);
	};
	await expectFound();
	await index();
	await expectFound();
	await fluid.deal({ id: acme.id, company: { name: 'Zahn' } });
	expect(await names('zahn')).toEqual(['Website Relaunch']);
	await index();
	expect([await names('zahn'), await names('söhne')]).toEqual([['Website Relaunch'], []]);
});

test('a company with many deals that is renamed is found by its new name at once in all of them', async () => {
	const client = await fluid.otherWorkspace('Renamed');
	const many = Array.from({ length: 3_200 }, (_, at) => ({
		name: `Deal ${at}`,
		company: 'Acme',
		status: at < 1_100 ? 'won' : 'open',
	}));
	for (const from of [0, 1_000, 2_000, 3_000])
		expect((await client.ingest({ deals: many.slice(from, from + 1_000) })).body).toMatchObject({
			failed: 0,
		});
	await index();
	const [{ id }] = (await client.get('/api-companies')).body.data;
	expect((await client.patch(`/api-companies/${id}`, { name: 'Zebra' })).status).toBe(200);
	const won = await client.get('/api-deals?q=zebra&status=won&limit=200');
	expect([won.body.data.length, won.body.next_cursor]).toEqual([200, expect.any(String)]);
	expect(await names('zebra', client)).toEqual(
		many
			.slice(-50)
			.map(({ name }) => name)
			.reverse(),
	);
	const { body } = await client.get('/api-deals?q=zebra&sort=updated&limit=200');
	expect(body.data).toHaveLength(200);

	for (const name of ['Zulu', 'Acme', 'Zebra', 'Zulu', 'Acme', 'Zebra', 'Zulu', 'Yakkety'])
		expect((await client.patch(`/api-companies/${id}`, { name })).status).toBe(200);
	const found = new Set<string>();
	for (let cursor: string | null = ''; cursor !== null; ) {
		const page: { body: { data: Deal[]; next_cursor: string | null } } = await client.get(
			`/api-deals?q=yakkety&limit=200&cursor=${cursor}`,
		);
		for (const deal of page.body.data) found.add(deal.id);
		cursor = page.body.next_cursor;
	}
	expect(found.size).toBe(3_200);
});

/** SQLite gives the number of the newest deal to the next one when that is gone. */
test('a deal that is made after the newest one was deleted is found, and that one is not', async () => {
	const indexed = [async () => {}, index];
	for (const deleted of indexed)
		for (const made of indexed) {
			const newest = await fluid.deal({ name: 'Quagga mural' });
			await index();
			await fluid.delete(`/api-deals/${newest.id}`);
			await deleted();
			const next = await fluid.deal({ name: 'Ocelot mural' });
			await made();
			await index();
			expect([await names('quagga'), await names('mural')]).toEqual([[], ['Ocelot mural']]);
			await fluid.delete(`/api-deals/${next.id}`);
			expect(await names('mural')).toEqual([]);
		}
});

test('a contact that is made after the last ones were removed, one after the other, is found', async () => {
	const own = await fluid.otherWorkspace('Numbers');
	const contact = async (name: string) =>
		(await own.post('/api-contacts', { name, email: `${name}@numbers.example` })).body.id as string;
	const [first, last] = [await contact('first'), await contact('last')];
	await fluid.service.database.indexTexts();
	await own.delete(`/api-contacts/${first}`);
	await fluid.service.database.indexTexts();
	await own.delete(`/api-contacts/${last}`);

	await contact('next');

	const { body } = await own.get('/api-contacts?q=next');
	expect(body.data).toMatchObject([{ name: 'next' }]);
});

test('a deal that is renamed before it is indexed is found by its new name alone', async () => {
	const { id } = await fluid.deal({ name: 'Narwhal logo' });
	await fluid.deal({ id, name: 'Dugong logo' });
	for (const when of [async () => {}, index]) {
		await when();
		expect([await names('narwhal'), await names('dugong')]).toEqual([[], ['Dugong logo']]);
	}
});

test('another workspace finds its own deals only, page by page', async () => {
	const other = await fluid.otherWorkspace('Another one');
	const deals = Array.from({ length: 30 }, (_, number) => ({ name: `Website ${number}` }));
	await other.ingest({ deals });
	await index();
	const read: string[] = [];
	let cursor = '';
	do {
		const { body } = await other.get(`/api-deals?q=website&limit=7&cursor=${cursor}`);
		read.push(...body.data.map(({ name }: Deal) => name));
		cursor = body.next_cursor ?? '';
	} while (cursor);
	expect(read).toEqual(deals.map(({ name }) => name).reverse());
	expect(await names('website')).toEqual(['Website Relaunch']);
	expect(await names('website 1')).toEqual([]);
});

test('a list of 200 deals takes at most five statements beside the look-up of the key', async () => {
	const other = await fluid.otherWorkspace('A long list');
	const deals = Array.from({ length: 200 }, (_, number) => ({
		name: `Deal ${number}`,
		contact: { email: `lead-${number}@example.com` },
		company: `Client ${number}`,
		note: 'Call back',
	}));
	await other.ingest({ deals });
	await other.get('/api-deals');
	const { database } = fluid.service;
	let statements = 0;
	const { all, get } = database;
	// What the service does by itself meanwhile reads other tables.
	const count = (statement: Statement) =>
		(statements += Number(
			/from (deals|pipelines|stages|custom_fields|contacts|notes)\b/.test(text(statement)),
		));
	database.all = (statement) => (count(statement), all.call(database, statement) as never);
	database.get = (statement) => (count(statement), get.call(database, statement) as never);
	try {
		expect((await other.get('/api-deals?limit=200')).body.data).toHaveLength(200);
	} finally {
		Object.assign(database, { all, get });
	}
	expect(statements).toBeLessThanOrEqual(5);
	expect(statements).toBeGreaterThan(2);
});
