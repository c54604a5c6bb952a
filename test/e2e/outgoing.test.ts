import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FluidInN8n, startFluidInN8n } from '../support/fluidInN8n';
import { startPostgresServer, type PostgresServer } from '../support/postgresServer';
import { PublishedTemplate } from '../support/publishedTemplate';
import { Receiver } from '../support/receiver';
import { SmtpServer } from '../support/smtpServer';
import { templateCalled, withSettings } from '../support/templateSamples';

let started: FluidInN8n;
let receiver: Receiver;

beforeAll(async () => {
	started = await startFluidInN8n();
	receiver = await Receiver.start();
});
afterAll(async () => {
	await started?.fluid.stop();
	await receiver?.stop();
});

test('a won deal goes to the onboarding tool once, with deal, contact and company', async () => {
	const { n8n, credential, fluid } = started;
	const onboarding_url = `${receiver.url}/onboarding`;
	const template = withSettings(templateCalled('won-to-onboarding'), { onboarding_url });
	const published = await PublishedTemplate.publish(n8n, template, credential);
	const { id } = await fluid.client.deal({
		name: 'Acme website',
		value: 4800,
		contact: { name: 'Ada Lovelace', email: 'ada@acme.example' },
		company: { name: 'Acme', domain: 'acme.example' },
	});
	await fluid.client.ingest({ id, status: 'won' });
	await fluid.client.ingest({ id, note: 'They start in May.' });

	const [call] = await receiver.waitFor(1, 20_000);
	await published.unpublish();
	expect(call?.path).toBe('/onboarding');
	expect(call?.headers['idempotency-key']).toBe(id);
	expect(JSON.parse(call?.raw ?? '')).toMatchObject({
		deal: { id, name: 'Acme website', value: 4800, currency: 'USD', pipeline: 'Sales' },
		contact: { name: 'Ada Lovelace', email: 'ada@acme.example' },
		company: { name: 'Acme', domain: 'acme.example' },
	});
	expect(await n8n.rest.executions(published.id)).toHaveLength(1);
});

describe('overdue reminders', () => {
	beforeAll(async () => {
		const { client } = started.fluid;
		const contact = { name: 'Ada <Lovelace>' };
		const at = '2026-01-05T09:00:00Z';
		await client.deal({ name: 'Late & <later>', contact, reminder: { at, note: 'Call her' } });
		await client.deal({ name: 'Earlier', reminder: { at: '2026-01-02T09:00:00Z' } });
		await client.deal({ name: 'Lost', status: 'lost', reminder: { at } });
		await client.deal({ name: 'Later', reminder: { in_days: 3 } });
	});

	test('go to Slack in one message, the longest overdue first', async () => {
		const { n8n, credential } = started;
		const slack_url = `${receiver.url}/reminders`;
		const settings = { slack_url, time_zone: 'Europe/London' };
		const template = withSettings(templateCalled('overdue-to-slack'), settings);
		const published = await PublishedTemplate.publish(n8n, template, credential);
		const before = receiver.received.length;
		const { status } = await n8n.rest.runWorkflow(published.id, 'Every morning');
		await published.unpublish();

		expect(status).toBe('success');
		const calls = receiver.received.slice(before);
		expect(calls.map(({ path }) => path)).toEqual(['/reminders']);
		const { text } = JSON.parse(calls[0]?.raw ?? '') as { text: string };
		expect(text.split('\n')).toEqual([
			'*2 reminders are overdue*',
			expect.stringMatching(/^• <http.*\|Earlier>: due 2 Jan$/),
			expect.stringMatching(
				/^• <http.*\|Late &amp; &lt;later&gt;>: due 5 Jan, Ada &lt;Lovelace&gt; · Call her$/,
			),
		]);
	});

	test('go out by email', async () => {
		const { n8n, credential } = started;
		const smtp = await SmtpServer.start();
		const access = { host: '127.0.0.1', port: smtp.port, secure: false, disableStartTls: true };
		const mailbox = await n8n.rest.createCredential('smtp', { user: '', password: '', ...access });
		const template = withSettings(templateCalled('overdue-to-email'), {
			time_zone: 'Europe/London',
		});
		const published = await PublishedTemplate.publish(n8n, template, credential, { smtp: mailbox });
		const { status } = await n8n.rest.runWorkflow(published.id, 'Every morning');
		await published.unpublish();
		await smtp.stop();

		expect(status).toBe('success');
		expect(smtp.mails.map(SmtpServer.read)).toEqual([
			{
				to: 'team@example.com',
				subject: '2 reminders are overdue',
				text: expect.stringMatching(
					/^2 reminders are overdue:\n• Earlier \(http[^)]+\): due 2 Jan/,
				),
			},
		]);
	});

	test('of nobody send nothing', async () => {
		const { n8n } = started;
		const other = await startFluidInN8n();
		const template = withSettings(templateCalled('overdue-to-slack'), {
			slack_url: `${receiver.url}/nothing`,
		});
		const published = await PublishedTemplate.publish(n8n, template, other.credential);
		const { status } = await n8n.rest.runWorkflow(published.id, 'Every morning');
		await published.unpublish();
		await other.fluid.stop();

		expect(status).toBe('success');
		expect(receiver.received.filter(({ path }) => path === '/nothing')).toEqual([]);
	});
});

describe('a table in Postgres', () => {
	let server: PostgresServer | undefined;
	let database: Client;
	let published: PublishedTemplate;

	beforeAll(async () => {
		server = await startPostgresServer();
		if (!server) throw new Error('PostgreSQL is not installed: see docs/self-hosting.md.');
		const { hostname: host, port, pathname } = new URL(server.url);
		database = new Client({ connectionString: server.url });
		await database.connect();
		const access = { host, port: Number(port), database: pathname.slice(1), user: 'fluid' };
		const postgres = await started.n8n.rest.createCredential('postgres', {
			...access,
			password: 'none',
			ssl: 'disable',
		});
		published = await PublishedTemplate.publish(
			started.n8n,
			templateCalled('deals-to-postgres'),
			started.credential,
			{ postgres },
		);
	});
	afterAll(async () => {
		await published?.unpublish();
		await database?.end();
		await server?.stop();
	});

	const rows = async () =>
		(await database.query('select * from fluid_deals').catch(() => ({ rows: [] }))).rows;

	test('has a row of each deal, which changes with it and says when it is deleted', async () => {
		const { client } = started.fluid;
		const { id } = await client.deal({
			name: "Acme's website, 1",
			value: 4800.5,
			contact: { email: 'ada@acme.example' },
		});
		await expect
			.poll(rows, { timeout: 30_000 })
			.toMatchObject([
				{ id, name: "Acme's website, 1", status: 'open', value: '4800.5', is_deleted: false },
			]);

		await client.ingest({ id, status: 'won', stage: 'Contacted' });
		await expect
			.poll(rows, { timeout: 30_000 })
			.toMatchObject([{ id, status: 'won', stage: 'Contacted', pipeline: 'Sales' }]);
		const [{ workspace_id, deal }] = await rows();
		expect(workspace_id).toMatch(/^ws_/);
		expect(deal).toMatchObject({ id, contact: { email: 'ada@acme.example' } });

		await client.delete(`/api-deals/${id}`);
		await expect.poll(rows, { timeout: 30_000 }).toMatchObject([{ id, is_deleted: true }]);
	});
});
