import { beforeEach, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import type { LeadForm } from '../../src/forms/form';
import { keepSpam, listSpam } from '../../src/forms/spamStore';
import { findFormById } from '../../src/forms/store';
import { networkOf } from '../../src/values/network';
import { addForm } from './formFixture';
import { hiddenInputs, Visitor } from './visitor';

const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
const website = 'https://www.example.com';
const fluid = fluidForFile({}, () => now);
let form: string;
let now = new Date('2026-11-24T09:30:00.000Z');

beforeEach(async () => {
	pass(3600);
	form = await addForm(fluid);
});

function pass(seconds: number): void {
	now = new Date(now.getTime() + seconds * 1000);
}

function visitor(site?: string): Visitor {
	return new Visitor(`${fluid.url}/f/${form}`, site);
}

async function submissions(): Promise<number> {
	const { body } = await fluid.get('/api-events?type=form.submitted&limit=200');
	return body.data.filter(({ data }: { data: { form: { id: string } } }) => data.form.id === form)
		.length;
}

async function spam(): Promise<unknown> {
	const { database } = fluid.service;
	const [row] = await database.all({
		strings: [`select spam from forms where id = '${form}'`],
		values: [],
	});
	return row?.spam;
}

const thanks = () => `/f/${form}/thanks`;

/** Expects the answer of success, and that nothing came of it. */
async function expectSpam(answer: { status: number; location?: string }): Promise<void> {
	expect(answer).toMatchObject({ status: 303, location: thanks() });
	expect(await submissions()).toBe(0);
	expect(await spam()).toBe(1);
}

test('who fills in the field that people do not see is thanked, and nothing is made', async () => {
	const hidden = await visitor().open();
	pass(20);
	await expectSpam(
		await visitor().send({ ...hidden, ...ada, second_note: 'https://pills.example' }),
	);
});

test('who is faster than any reader, as with autofill, is asked to send once more', async () => {
	const hidden = await visitor().open();
	pass(1);
	const again = await visitor().send({ ...hidden, ...ada });
	expect(again).toMatchObject({
		status: 409,
		page: expect.stringContaining('send them once more'),
	});
	expect(again.page).toContain('value="Ada Lovelace"');
	expect(await submissions()).toBe(0);

	await visitor().send({ ...hiddenInputs(again.page), ...ada });
	expect(await submissions()).toBe(1);
});

test('a script that is too fast is asked to open the form anew', async () => {
	const { body } = await visitor(website).definition();
	pass(1);
	const sent = await visitor(website).sendByScript({ ...ada, form_token: body.token });
	expect(sent).toMatchObject({ status: 409, body: { code: 'form_out_of_date' } });
});

test('a token that was not made here is no token', async () => {
	const hidden = await visitor().open();
	pass(20);
	const [time, nonce, seal = ''] = (hidden.form_token ?? '').split('.');
	const earlier = (parseInt(time ?? '', 36) - 60_000).toString(36);
	await expectSpam(await visitor().send({ ...ada, form_token: `${earlier}.${nonce}.${seal}` }));
});

test('the token of another form is no token', async () => {
	const other = await addForm(fluid);
	const { form_token = '' } = await new Visitor(`${fluid.url}/f/${other}`).open();
	pass(20);
	await expectSpam(await visitor().send({ ...ada, form_token }));
});

test('our own page sent without its token is spam', async () => {
	await expectSpam(await visitor().send(ada));
});

test('what no browser sent is spam', async () => {
	const body = new URLSearchParams(ada);
	const { status, headers } = await fetch(`${fluid.url}/f/${form}`, {
		method: 'POST',
		body,
		redirect: 'manual',
	});
	await expectSpam({ status, location: headers.get('location') ?? '' });
});

test('of what was taken for spam the newest 50 are kept as they were sent', async () => {
	const { database } = fluid.service;
	const found = await findFormById(database, form);
	for (let sent = 1; sent <= 52; sent += 1)
		await database.writeService((transaction) =>
			keepSpam(transaction, found as LeadForm, { ...ada, message: `${sent}`, evil: 'x' }, now),
		);
	const kept = await listSpam(database, found as LeadForm);
	expect(kept.map(({ posted }) => posted.message)).toEqual(
		Array.from({ length: 50 }, (_, index) => `${52 - index}`),
	);
	expect(kept[0]?.posted).toEqual({ ...ada, message: '52' });
	expect(await spam()).toBe(52);
});

test('the script is answered alike, spam or not', async () => {
	const { body: first } = await visitor(website).definition();
	const { body: second } = await visitor(website).definition();
	pass(20);
	const person = await visitor(website).sendByScript({ ...ada, form_token: first.token });
	const program = await visitor(website).sendByScript({
		...ada,
		form_token: second.token,
		second_note: 'x',
	});
	expect([program.status, program.body]).toEqual([person.status, person.body]);
	expect(await submissions()).toBe(1);
});

test('a double click makes one submission', async () => {
	const hidden = await visitor().open();
	pass(20);
	const answers = await Promise.all([1, 2].map(() => visitor().send({ ...hidden, ...ada })));
	expect(answers.map(({ location }) => location)).toEqual([thanks(), thanks()]);
	expect(await submissions()).toBe(1);
	expect(await spam()).toBe(0);
});

test('a double click on a plain form makes one submission, the same values an hour later another', async () => {
	for (let clicks = 0; clicks < 2; clicks += 1) await visitor(website).send(ada);
	expect(await submissions()).toBe(1);
	pass(3600);
	await visitor(website).send(ada);
	expect(await submissions()).toBe(2);
});

test('other values with a token that was used are shown again, and can be sent once more', async () => {
	const hidden = await visitor().open();
	pass(20);
	await visitor().send({ ...hidden, ...ada });
	const again = await visitor().send({ ...hidden, ...ada, message: 'One more thing' });
	expect(again).toMatchObject({
		status: 409,
		page: expect.stringContaining('please send it once more'),
	});
	expect(again.page).toContain('One more thing');

	await visitor().send({ ...hiddenInputs(again.page), ...ada, message: 'One more thing' });
	expect(await submissions()).toBe(2);
});

test('a form that was open for more than a day is shown again, and can be sent once more', async () => {
	const hidden = await visitor().open();
	pass(25 * 3600);
	const again = await visitor().send({ ...hidden, ...ada });
	expect(again).toMatchObject({ status: 409, page: expect.stringContaining('opened long ago') });
	expect(again.page).toContain('value="Ada Lovelace"');

	await visitor().send({ ...hiddenInputs(again.page), ...ada });
	expect(await submissions()).toBe(1);
});

test('an answer that was wrong can be mended as fast as one likes', async () => {
	const hidden = await visitor().open();
	pass(20);
	const wrong = await visitor().send({ ...hidden, ...ada, email: 'ada@' });
	await visitor().send({ ...hiddenInputs(wrong.page), ...ada });
	expect(await submissions()).toBe(1);
});

test('too many from one network wait, and lose nothing', async () => {
	for (let sent = 0; sent < 10; sent += 1)
		await visitor(website).send({ ...ada, message: `${sent}` });
	const tooMany = await visitor(website).send({ ...ada, message: 'The eleventh' });
	expect(tooMany).toMatchObject({ status: 429, page: expect.stringContaining('The eleventh') });
	expect(tooMany.headers['retry-after']).toBe('6');
	const byScript = await visitor(website).sendByScript(ada);
	expect(byScript).toMatchObject({ status: 429, body: { code: 'rate_limited' } });

	pass(6);
	await visitor(website).send({ ...ada, message: 'The eleventh' });
	expect(await submissions()).toBe(11);
});

test('a proxy on the same machine says whom it speaks for', async () => {
	for (let sent = 0; sent < 11; sent += 1) {
		const headers = { 'x-forwarded-for': `203.0.113.${sent}` };
		await visitor(website).send({ ...ada, message: `${sent}` }, headers);
	}
	expect(await submissions()).toBe(11);
});

test('a network by IPv6 is one sender, however many addresses it has', () => {
	expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::99'));
	expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
	expect(networkOf('::ffff:203.0.113.7')).toBe(networkOf('203.0.113.7'));
	expect(networkOf('203.0.113.7')).not.toBe(networkOf('203.0.113.8'));
});
