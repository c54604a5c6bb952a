import { describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';

const fluid = fluidForFile();
const strict = fluidForFile({ FLUID_ALLOW_PRIVATE_WEBHOOKS: 'false' });

const valid = { url: 'https://hooks.example.com/fluid', events: ['deal.created'] };

describe('subscribing', () => {
	test('answers the webhook, active, with every filter named', async () => {
		const { status, body } = await fluid.post('/api-webhooks', valid);
		expect(status).toBe(201);
		expect(body).toMatchObject({
			url: valid.url,
			events: ['deal.created'],
			status: 'active',
			paused_reason: null,
			has_auth_header: false,
			filters: {
				pipeline_id: null,
				stage_id: null,
				from_stage_id: null,
				form_id: null,
				changed_fields: null,
			},
		});
	});

	test('takes a name, without the blanks around it, and answers null where none was given', async () => {
		const named = await fluid.post('/api-webhooks', { ...valid, name: ' New leads to Slack ' });
		expect(named.body.name).toBe('New leads to Slack');
		const { body } = await fluid.post('/api-webhooks', { ...valid, name: null });
		expect(body.name).toBeNull();
		const read = await fluid.get(`/api-webhooks/${named.body.id}`);
		expect(read.body.name).toBe('New leads to Slack');
	});

	test('the same URL twice makes two webhooks', async () => {
		const one = await fluid.post('/api-webhooks', valid);
		const two = await fluid.post('/api-webhooks', valid);
		expect(two.status).toBe(201);
		expect(two.body.id).not.toBe(one.body.id);
	});

	test('to an event that does not exist is refused with the nearest one', async () => {
		const { status, body } = await fluid.post('/api-webhooks', {
			...valid,
			events: ['deal.create'],
		});
		expect(status).toBe(422);
		expect(body.errors).toMatchObject([{ pointer: '/events/0' }]);
		expect(body.errors[0].detail).toContain('"deal.created"');
	});

	test.each([
		['no events', { events: [] }, '/events'],
		['a URL that is none', { url: 'hooks.example.com' }, '/url'],
		['a URL of another kind', { url: 'ftp://hooks.example.com' }, '/url'],
		['a password in the URL', { url: 'https://ada:pw@hooks.example.com' }, '/url'],
		['a name that is empty', { name: ' ' }, '/name'],
		['a name that is too long', { name: 'a'.repeat(201) }, '/name'],
		['a line break in the Authorization header', { auth_header: 'a\nb' }, '/auth_header'],
		['a stage that does not exist', { filters: { stage: 'Metting booked' } }, '/filters/stage'],
		['a form that does not exist', { filters: { form_id: 'frm_1' } }, '/filters/form_id'],
		[
			'a field nothing has',
			{ filters: { changed_fields: ['value', 'mood'] } },
			'/filters/changed_fields/1',
		],
		['a misspelt filter', { filters: { pipline: 'Sales' } }, '/filters/pipline'],
	])('with %s is refused and says where', async (_fault, change, pointer) => {
		const { status, body } = await fluid.post('/api-webhooks', { ...valid, ...change });
		expect(status).toBe(422);
		expect(body.errors).toMatchObject([{ pointer }]);
	});

	test.each([
		['a blank in it', 'https://hooks.example.com/a b', 'blank'],
		['a blank before it', ' https://hooks.example.com/fluid', 'web address'],
		['a blank behind it', 'https://hooks.example.com/fluid ', 'blank'],
		['a line break in it', 'https://hooks.example.com/\r\nfluid', 'line break'],
		['a tab in its host', 'https://hooks.exa\tmple.com/fluid', 'invisible'],
		['a control character', 'https://hooks.example.com/\u0001', 'invisible'],
		['a soft hyphen in its host', 'https://hooks.exam\u00adple.com/', 'invisible'],
		['port 0', 'https://hooks.example.com:0/fluid', 'port 0'],
	])(
		'to a URL with %s is refused, and nothing else is called instead',
		async (_what, url, word) => {
			const made = await fluid.post('/api-webhooks', { ...valid, url });
			expect([made.status, made.body.errors?.[0].pointer]).toEqual([422, '/url']);
			expect(made.body.detail).toContain(word);

			const { body } = await fluid.post('/api-webhooks', valid);
			expect((await fluid.patch(`/api-webhooks/${body.id}`, { url })).status).toBe(422);
		},
	);

	test('to the changes of a misspelt field is refused with the nearest one', async () => {
		await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });
		const { status, body } = await fluid.post('/api-webhooks', {
			...valid,
			filters: { changed_fields: ['custom_fields.industri'] },
		});
		expect(status).toBe(422);
		expect(body.errors[0].detail).toContain('"custom_fields.industry"');
	});

	test('takes a field by its name, its ID or the word for both', async () => {
		const changed_fields = ['value', 'stage', 'stage_id', 'stage_name', 'custom_fields', 'email'];
		const { body } = await fluid.post('/api-webhooks', { ...valid, filters: { changed_fields } });
		expect(body.filters.changed_fields).toEqual(changed_fields);
	});

	test('by names keeps ids, so that renaming changes nothing', async () => {
		const { body } = await fluid.post('/api-webhooks', {
			...valid,
			filters: { pipeline: 'Sales', stage: 'Meeting booked' },
		});
		const { body: stages } = await fluid.get('/api-stages');
		const booked = stages.data.find(({ name }: { name: string }) => name === 'Meeting booked');
		expect(body.filters).toMatchObject({ pipeline_id: booked.pipeline_id, stage_id: booked.id });
	});

	test('stops at 500 webhooks with a sentence', async () => {
		const agency = await fluid.otherWorkspace('Agency with many flows');
		const made = await Promise.all(
			Array.from({ length: 500 }, () => agency.post('/api-webhooks', valid)),
		);
		expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]));
		const { status, body } = await agency.post('/api-webhooks', valid);
		expect(status).toBe(422);
		expect(body).toMatchObject({ code: 'too_many_webhooks' });
		expect(body.detail).toContain('Delete one');
	});
});

describe('a webhook of a service that the internet reaches', () => {
	test.each([
		'http://127.0.0.1/hook',
		'http://127.1/hook',
		'http://0x7f.1/hook',
		'http://2130706433/hook',
		'http://0177.0.0.1/hook',
		'http://0.0.0.0/hook',
		'http://[::1]/hook',
		'http://[::ffff:127.0.0.1]/hook',
		'http://[::ffff:7f00:1]/hook',
		'http://[::127.0.0.1]/hook',
		'http://[::ffff:0:127.0.0.1]/hook',
		'http://localhost/hook',
		'http://localhost./hook',
		'http://10.0.0.7/hook',
		'http://169.254.169.254/latest/meta-data',
	])('may not be %s', async (url) => {
		const { status, body } = await strict.post('/api-webhooks', { ...valid, url });
		expect(status).toBe(422);
		expect(body.errors).toMatchObject([{ pointer: '/url' }]);
		expect(body.errors[0].detail).toMatch(/not a public address|has no address/);
	});

	test('may not be moved to a private address later', async () => {
		const { body: made } = await strict.post('/api-webhooks', {
			...valid,
			url: 'https://1.1.1.1/x',
		});
		const { status } = await strict.patch(`/api-webhooks/${made.id}`, { url: 'http://10.0.0.7' });
		expect(status).toBe(422);
		const { body } = await strict.get(`/api-webhooks/${made.id}`);
		expect(body.url).toBe('https://1.1.1.1/x');
	});
});

describe('a webhook', () => {
	test('is edited field by field', async () => {
		const { body: made } = await fluid.post('/api-webhooks', valid);
		const { body } = await fluid.patch(`/api-webhooks/${made.id}`, {
			events: ['deal.won', 'deal.lost'],
		});
		expect(body).toMatchObject({ url: valid.url, events: ['deal.won', 'deal.lost'] });
	});

	test('keeps its name until another or none is given', async () => {
		const { body: made } = await fluid.post('/api-webhooks', { ...valid, name: 'New leads' });
		const path = `/api-webhooks/${made.id}`;
		expect((await fluid.patch(path, { events: ['deal.won'] })).body.name).toBe('New leads');
		expect((await fluid.patch(path, { name: 'Won deals' })).body.name).toBe('Won deals');
		expect((await fluid.patch(path, { name: null })).body.name).toBeNull();
	});

	test('is filtered differently one filter at a time', async () => {
		const { body: made } = await fluid.post('/api-webhooks', {
			...valid,
			filters: { pipeline: 'Sales', stage: 'Contacted', changed_fields: ['value'] },
		});
		const change = async (filters: object) =>
			(await fluid.patch(`/api-webhooks/${made.id}`, { filters })).body.filters;

		expect(await change({ stage_id: null })).toEqual({ ...made.filters, stage_id: null });
		const moved = await change({ stage: 'Meeting booked' });
		expect(moved).toMatchObject({ ...made.filters, stage_id: expect.stringMatching(/^stg_/) });
		expect(await change({ changed_fields: null })).toEqual({ ...moved, changed_fields: null });
		expect(await change({})).toEqual({ ...moved, changed_fields: null });
	});

	test('is not filtered by one pipeline and a stage of another', async () => {
		const { body: made } = await fluid.post('/api-webhooks', {
			...valid,
			filters: { pipeline: 'Sales', stage: 'Contacted' },
		});
		const pipeline_id = await fluid.addPipeline('Hiring', ['Applied']);
		const path = `/api-webhooks/${made.id}`;
		const refused = await fluid.patch(path, { filters: { pipeline_id } });
		expect(refused.body.errors).toMatchObject([
			{ pointer: '/filters/pipeline_id', detail: expect.stringContaining('"stage_id"') },
		]);
		const moved = await fluid.patch(path, { filters: { pipeline_id, stage: 'Applied' } });
		expect(moved.body.filters).toMatchObject({ pipeline_id });
	});

	test('keeps watching a custom field that was deleted', async () => {
		const id = await fluid.addCustomField({ key: 'budget', name: 'Budget', type: 'number' });
		const { body: made } = await fluid.post('/api-webhooks', {
			...valid,
			filters: { changed_fields: ['custom_fields.budget'] },
		});
		await fluid.service.database.writeService((transaction) =>
			transaction.run(sql`delete from custom_fields where id = ${id}`),
		);
		const { status } = await fluid.patch(`/api-webhooks/${made.id}`, {
			filters: { changed_fields: ['custom_fields.budget', 'value'] },
		});
		expect(status).toBe(200);
	});

	test('that is deleted is gone, and deleting it again says so', async () => {
		const { body: made } = await fluid.post('/api-webhooks', valid);
		expect((await fluid.delete(`/api-webhooks/${made.id}`)).status).toBe(204);
		const again = await fluid.delete(`/api-webhooks/${made.id}`);
		expect(again).toMatchObject({ status: 404, body: { code: 'webhook_not_found' } });
	});

	test('is not there for another workspace', async () => {
		const { body: made } = await fluid.post('/api-webhooks', valid);
		const other = await fluid.otherWorkspace('Another client');
		const path = `/api-webhooks/${made.id}`;
		const answers = await Promise.all([
			other.get(path),
			other.patch(path, { status: 'paused' }),
			other.delete(path),
			other.get(`${path}/deliveries`),
			other.post(`${path}/test`, {}),
			other.post(`${path}/replay`, { since: '2026-11-24T00:00:00Z' }),
			other.post(`${path}/rotate-secret`),
		]);
		expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 404]);
		expect((await other.get('/api-webhooks')).body.data).toEqual([]);
	});
});
