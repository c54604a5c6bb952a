import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { inRepository } from '../../../scripts/repository.mjs';
import { fluidForFile } from '../../../test/support/fluid';
import { addForm } from './formFixture';
import { hiddenInputs, Visitor } from './visitor';

const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
const ours = 'https://www.example.com';
const theirs = 'https://elsewhere.example';
const fluid = fluidForFile({}, () => now);
let now = new Date('2026-11-24T09:30:00.000Z');

beforeEach(() => pass(3600));

function pass(seconds: number): void {
	now = new Date(now.getTime() + seconds * 1000);
}

function from(site: string | undefined, form: string): Visitor {
	return new Visitor(`${fluid.url}/f/${form}`, site);
}

async function submissions(form: string): Promise<number> {
	const { body } = await fluid.get('/api-events?type=form.submitted&limit=200');
	return body.data.filter(({ data }: { data: { form: { id: string } } }) => data.form.id === form)
		.length;
}

test('the script is below 12 kB, and below 5 kB on its way', async () => {
	const script = readFileSync(inRepository('server/src/forms/assets/form.js'));
	expect(script.byteLength).toBeLessThan(12_000);
	expect(gzipSync(script).byteLength).toBeLessThan(5_000);
});

test('the script can be put into any page, and is not sent again while it is unchanged', async () => {
	const { status, headers } = await fetch(`${fluid.url}/form.js`);
	expect(status).toBe(200);
	expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
	// Weak, because it came compressed.
	const tag = headers.get('etag')?.replace(/^W\//, '') ?? '';
	const throughCompressingProxy = `W/${tag}`;
	for (const known of [tag, throughCompressingProxy]) {
		const again = await fetch(`${fluid.url}/form.js`, { headers: { 'if-none-match': known } });
		expect(again.status).toBe(304);
	}
});

test('every site may show and send a form that names none', async () => {
	const form = await addForm(fluid);
	const { status, headers, body } = await from(theirs, form).definition();
	expect(status).toBe(200);
	expect(headers['access-control-allow-origin']).toBe(theirs);
	pass(20);
	const sent = await from(theirs, form).sendByScript({ ...ada, form_token: body.token });
	expect(sent).toMatchObject({
		status: 200,
		headers: { 'access-control-allow-origin': theirs },
		body: { thank_you: 'Thank you. We will write to you tomorrow.', redirect: null },
	});
});

test('a browser may ask first whether it may send JSON', async () => {
	const form = await addForm(fluid, { allowed_origins: [ours] });
	const ask = (origin: string) =>
		fetch(`${fluid.url}/f/${form}`, {
			method: 'OPTIONS',
			headers: { origin, 'access-control-request-method': 'POST' },
		});
	const allowed = await ask(ours);
	expect(allowed.status).toBe(204);
	expect(allowed.headers.get('access-control-allow-origin')).toBe(ours);
	expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type');
	// Else its page could not read why the form is refused, which is decided when it is sent.
	expect((await ask(theirs)).headers.get('access-control-allow-origin')).toBe(theirs);
});

test('a site that is not named can neither read a form nor send it by script', async () => {
	const form = await addForm(fluid, { allowed_origins: [ours] });
	const shown = await from(theirs, form).definition();
	expect(shown).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
	expect(shown.body).not.toHaveProperty('token');

	const { body } = await from(ours, form).definition();
	pass(20);
	const sent = await from(theirs, form).sendByScript({ ...ada, form_token: body.token });
	expect(sent).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
	expect(await submissions(form)).toBe(0);
});

test('a site that is not named can read why, and learns nothing else', async () => {
	const form = await addForm(fluid, { allowed_origins: [ours] });
	const { body } = await from(ours, form).definition();
	pass(20);
	for (const refused of [
		await from(theirs, form).definition(),
		await from(theirs, form).sendByScript({ ...ada, form_token: body.token }),
	]) {
		expect(refused.headers['access-control-allow-origin']).toBe(theirs);
		expect(refused.body.detail).toBe(
			`This lead form may not be used on ${theirs}. Add the site under "Only on these sites" in Settings > Lead forms.`,
		);
	}
	const spam = await from(theirs, form).sendByScript({
		...ada,
		second_note: 'https://pills.example',
	});
	expect(spam.headers['access-control-allow-origin']).toBeUndefined();
});

test('a page whose form was taken away can read that', async () => {
	const { status, headers, body } = await from(theirs, 'frm_1').definition();
	expect([status, body.code]).toEqual([404, 'form_not_found']);
	expect(headers['access-control-allow-origin']).toBe(theirs);
});

test('a visitor of a site that is not named can still send from the hosted page', async () => {
	const form = await addForm(fluid, { allowed_origins: [ours] });
	const { status, page } = await from(theirs, form).send(ada);
	expect(status).toBe(409);
	expect(page).toContain('value="Ada Lovelace"');

	const sent = await from(undefined, form).send({ ...hiddenInputs(page), ...ada });
	expect(sent.status).toBe(303);
	expect(await submissions(form)).toBe(1);
});

test('a page that keeps its address to itself is not a named site', async () => {
	const form = await addForm(fluid, { allowed_origins: [ours] });
	const { status } = await from(ours, form).send(ada, { origin: 'null', referer: undefined });
	expect(status).toBe(409);
});

test('a plain form from a page is taken, unless the owner wants none', async () => {
	const form = await addForm(fluid);
	expect(await from(ours, form).send(ada)).toMatchObject({
		status: 303,
		location: `/f/${form}/thanks`,
	});

	const strict = await addForm(fluid, { takes_plain: false });
	const { status, page } = await from(ours, strict).send(ada);
	expect(status).toBe(409);
	await from(undefined, strict).send({ ...hiddenInputs(page), ...ada });
	expect(await submissions(strict)).toBe(1);
});

test('visitors go where the owner sends them', async () => {
	const form = await addForm(fluid, { redirect_url: 'https://www.example.com/thanks' });
	expect((await from(ours, form).send(ada)).location).toBe('https://www.example.com/thanks');
});

test.each([
	['a host the owner named', 'https://shop.example.com/done', 'https://shop.example.com/done'],
	['the host of the address', 'https://www.example.com/other', 'https://www.example.com/other'],
	['another host', 'https://evil.example/', 'https://www.example.com/thanks'],
	[
		'a host that only looks alike',
		'https://www.example.com.evil.example/',
		'https://www.example.com/thanks',
	],
	[
		'a user name that looks like the host',
		'https://www.example.com@evil.example/',
		'https://www.example.com/thanks',
	],
	['a password before the host', 'https://a:b@www.example.com/', 'https://www.example.com/thanks'],
	['no encryption', 'http://www.example.com/', 'https://www.example.com/thanks'],
	['a script', 'javascript:alert(1)', 'https://www.example.com/thanks'],
	['an address without a scheme', '//evil.example', 'https://www.example.com/thanks'],
])('a page that names %s as the place to go', async (_case, redirect_to, goes) => {
	const form = await addForm(fluid, {
		redirect_url: 'https://www.example.com/thanks',
		redirect_hosts: ['shop.example.com'],
	});
	expect((await from(ours, form).send({ ...ada, redirect_to })).location).toBe(goes);
});

test('the hosted page runs no script, and is framed only where the form may be used', async () => {
	const form = await addForm(fluid, { allowed_origins: [ours] });
	const { headers } = await fetch(`${fluid.url}/f/${form}`);
	const policy = headers.get('content-security-policy') ?? '';
	expect(policy.split('; ')).toEqual([
		"default-src 'none'",
		"style-src 'self'",
		"img-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		`frame-ancestors 'self' ${ours}`,
	]);
});

test('where a visit came from is kept by known names only, and addresses without their query', async () => {
	const form = await addForm(fluid);
	const visitor = from(undefined, form);
	const hidden = await visitor.open('?utm_source=letter&utm_medium=print&evil=1', {
		referer: 'https://www.example.org/list?secret=1#part',
	});
	expect(hidden).toEqual({
		form_token: expect.any(String),
		utm_source: 'letter',
		utm_medium: 'print',
		referrer: 'https://www.example.org/list',
		landing_page: `${fluid.url}/f/${form}`,
	});
	pass(20);
	await visitor.send({ ...hidden, ...ada });
	const { body } = await fluid.get('/api-events?type=form.submitted&limit=1');
	expect(body.data[0].data.submission).toMatchObject({
		utm_source: 'letter',
		utm_campaign: null,
		referrer: 'https://www.example.org/list',
		landing_page: `${fluid.url}/f/${form}`,
	});
});

test('a plain form names its page by the Referer header and its own hidden inputs', async () => {
	const form = await addForm(fluid);
	const referer = `${ours}/pricing?utm_source=newsletter&token=1`;
	await from(ours, form).send({ ...ada, utm_campaign: 'spring' }, { referer });
	const { body } = await fluid.get('/api-events?type=form.submitted&limit=1');
	expect(body.data[0].data.submission).toMatchObject({
		utm_source: 'newsletter',
		utm_campaign: 'spring',
		referrer: null,
		landing_page: `${ours}/pricing`,
	});
});

test('an address that is no web address is not kept', async () => {
	const form = await addForm(fluid);
	await from(ours, form).send({
		...ada,
		landing_page: 'javascript:alert(1)',
		referrer: 'data:text/html,x',
	});
	const { body } = await fluid.get('/api-events?type=form.submitted&limit=1');
	expect(body.data[0].data.submission).toMatchObject({ referrer: null, landing_page: `${ours}/` });
});
