import axios from 'axios';
import { beforeEach, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { addForm } from './formFixture';
import { Visitor } from './visitor';

const website = 'https://www.example.com';
const URLENCODED = 'application/x-www-form-urlencoded';
const fluid = fluidForFile({}, () => now);
let form: string;
let now = new Date('2026-11-24T09:30:00.000Z');

beforeEach(async () => {
	now = new Date(now.getTime() + 3_600_000);
	form = await addForm(fluid);
});

/** Sends these bytes as the form of a page on a website. */
async function post(body: string | Buffer | FormData, type?: string) {
	const { status, data } = await axios.post(`${fluid.url}/f/${form}`, body, {
		headers: { origin: website, ...(type && { 'content-type': type }) },
		maxRedirects: 0,
		validateStatus: () => true,
	});
	return { status, page: String(data) };
}

async function submitted(): Promise<Record<string, unknown> | undefined> {
	const { body } = await fluid.get('/api-events?type=form.submitted&limit=1');
	const [event] = body.data;
	return event?.data.form.id === form ? event.data.submission.fields : undefined;
}

describe('a plain form', () => {
	test.each([
		['UTF-8', 'name=J%C3%BCrgen+Gro%C3%9F+%E2%82%AC', URLENCODED, 'Jürgen Groß €'],
		['windows-1252 and does not say so', 'name=J%FCrgen+Gro%DF+%80', URLENCODED, 'Jürgen Groß €'],
		['windows-1252, not escaped', Buffer.from('name=J\xfcrgen', 'latin1'), URLENCODED, 'Jürgen'],
		[
			'windows-1251 and says so',
			'name=%DE%F0%E8%E9',
			`${URLENCODED}; charset=windows-1251`,
			'Юрий',
		],
		[
			'windows-1251 and fills in its name',
			'name=%DE%F0%E8%E9&_charset_=windows-1251',
			URLENCODED,
			'Юрий',
		],
		[
			'windows-1252, with a letter that is not in it',
			'name=%26%23321%3Bukasz+Gro%DF',
			URLENCODED,
			'Łukasz Groß',
		],
		['a set that is none', 'name=J%FCrgen', `${URLENCODED}; charset=klingon`, 'Jürgen'],
	])('of a page in %s is read as it was typed', async (_set, body, type, name) => {
		const ending = '&email=nocs%40charset.example';
		const sent =
			typeof body === 'string' ? body + ending : Buffer.concat([body, Buffer.from(ending)]);
		expect((await post(sent, type)).status).toBe(303);
		expect(await submitted()).toEqual({ name, email: 'nocs@charset.example' });
	});

	test('in letters of an unknown encoding is refused, and none is kept that was not typed', async () => {
		const { status, page } = await post('name=%DE%F0%E8%E9&email=yuri%40example.com', URLENCODED);
		expect(status).toBe(415);
		expect(page).toContain(`${fluid.url}/f/${form}`);
		expect(page).toContain('accept-charset=&quot;UTF-8&quot;');
		expect(await submitted()).toBeUndefined();
	});

	test('may hold what only looks like an escape', async () => {
		await post('name=100%25+%26+%25FC+%zz&email=ada%40example.com', URLENCODED);
		expect(await submitted()).toMatchObject({ name: '100% & %FC %zz' });
	});
});

describe('a form that is sent in parts', () => {
	test('is taken, without its files', async () => {
		const parts = new FormData();
		parts.append('name', 'Jürgen "JG" Groß');
		parts.append('email', 'ada@example.com');
		parts.append('message', 'First line\r\n\r\n--second line');
		parts.append('company', new Blob(['%PDF']), 'offer.pdf');
		expect((await post(parts)).status).toBe(303);
		expect(await submitted()).toEqual({
			name: 'Jürgen "JG" Groß',
			email: 'ada@example.com',
			message: 'First line\n\n--second line',
		});
	});

	test('of an old page is read as it was typed', async () => {
		const parts = ['name"\r\n\r\nJ\xfcrgen', 'email"\r\n\r\nada@example.com']
			.map((part) => `--x\r\nContent-Disposition: form-data; name="${part}\r\n`)
			.join('');
		await post(Buffer.from(`${parts}--x--\r\n`, 'latin1'), 'multipart/form-data; boundary=x');
		expect(await submitted()).toMatchObject({ name: 'Jürgen' });
	});

	test.each([
		['does not end', '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda', 'boundary=x'],
		['has no boundary', 'name=Ada', ''],
	])('and %s is refused with a sentence', async (_fault, body, boundary) => {
		const { status, page } = await post(body, `multipart/form-data; ${boundary}`);
		expect(status).toBe(400);
		expect(page).toContain('do not end as they should');
	});
});

test('where a visit came from is read as it was written, in any character set', async () => {
	const visitor = new Visitor(`${fluid.url}/f/${form}`);
	expect(await visitor.open('?utm_source=Gr%FCn&utm_medium=gr%C3%BCn')).toMatchObject({});
	expect(await visitor.open('?utm_source=Gr%FCn')).toMatchObject({ utm_source: 'Grün' });
	expect(await visitor.open('?utm_source=Gr%C3%BCn')).toMatchObject({ utm_source: 'Grün' });
});

test('what the script sends must be UTF-8', async () => {
	const { status } = await post(Buffer.from('{"name":"J\xfcrgen"}', 'latin1'), 'application/json');
	expect(status).toBe(400);
});

test('what is missing is reported before anybody is asked to be slower', async () => {
	const visitor = new Visitor(`${fluid.url}/f/${form}`);
	const hidden = await visitor.open();
	now = new Date(now.getTime() + 500);
	const { status, page } = await visitor.send({ ...hidden, email: 'ada@example.com' });
	expect(status).toBe(422);
	expect(page).toContain('Fill in &quot;Your name&quot;.');

	const { body } = await visitor.definition();
	const sent = await visitor.sendByScript({ email: 'ada@example.com', form_token: body.token });
	expect(sent).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name' }] } });
});
