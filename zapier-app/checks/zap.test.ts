import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteKey } from '../../server/src/keys/store.ts';
import { fluidForFile, startFluid } from '../../test/support/fluid.ts';
import { freePort } from '../../scripts/freePort.mjs';
import { zippedDefinition } from './support/builtZip.ts';
import { AppFailure } from './support/lambda.ts';
import { addLeadForm } from './support/leadForm.ts';
import { connectionOf, Zap } from './support/zap.ts';
import { type Connection, Zapier } from './support/zapier.ts';

// The whole life of a Zap, with the zip that would be uploaded, run by its own handler against a real server.

const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '50ms' });
let zapier: Zapier;
let connection: Connection;

beforeAll(async () => {
	await fluid.addPipeline('Partners', ['Talking', 'Signed']);
	await fluid.addCustomField({
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
		required: true,
	});
	await addLeadForm(fluid, 'Contact us');
	zapier = await Zapier.start();
	connection = connectionOf(fluid);
});
afterAll(async () => {
	await zapier?.stop();
	await fluid?.stop();
});

type Entry = { id: string; name: string };

const perform = (step: string, inputData: Record<string, unknown> = {}) =>
	zapier.run(connection, `${step}.operation.perform`, { inputData });
const create = (key: string, inputData: Record<string, unknown>) =>
	perform(`creates.${key}`, { custom_field_industry: 'SaaS', ...inputData });
const dropdown = (key: string, inputData = {}): Promise<Entry[]> =>
	perform(`triggers.${key}`, inputData);
const idOf = async (list: string, name: string, inputData = {}) =>
	(await dropdown(list, inputData)).find((entry) => entry.name === name)?.id as string;

/** What the user reads of a step that fails. */
async function failureOf(run: Promise<unknown>): Promise<{ name: string; message: string }> {
	const failure = await run.then(
		() => undefined,
		(error: unknown) => error,
	);
	if (!(failure instanceof AppFailure)) throw new Error('The step did not fail.');
	const { name, message } = failure;
	const text = message.startsWith('{')
		? (JSON.parse(message) as { message: string }).message
		: message;
	return { name, message: text };
}

describe('connecting an account', () => {
	test('is named after its workspace and key', async () => {
		const found = await zapier.run(connection, 'authentication.test');

		const label = zippedDefinition().authentication.connectionLabel as string;
		expect(label.replace(/\{\{(\w+)\}\}/g, (_, name: string) => found[name])).toBe(
			'My workspace (First key)',
		);
	});

	test('fails with a key of someone else, and says what to do', async () => {
		const { api_key } = connection;
		const other = api_key.endsWith('x') ? 'y' : 'x';
		const stranger = { ...connection, api_key: api_key.slice(0, -1) + other };

		const { name, message } = await failureOf(zapier.run(stranger, 'authentication.test'));

		expect(name).toBe('ExpiredAuthError');
		expect(message).toMatch(/key/i);
		expect(message).not.toContain(stranger.api_key);
	});
});

describe('building a Zap', () => {
	test('chooses a pipeline, one of its stages and a form from dropdowns', async () => {
		expect((await dropdown('pipeline_list')).map(({ name }) => name)).toEqual([
			'Sales',
			'Partners',
		]);

		const pipeline_id = await idOf('pipeline_list', 'Partners');
		const stages = await dropdown('stage_list', { pipeline_id });
		expect(stages.map(({ name }) => name)).toEqual(['Talking', 'Signed']);

		expect((await dropdown('form_list')).map(({ name }) => name)).toEqual(['Contact us']);
	});

	test("fills in the pipeline's custom fields, with their options and what is required", async () => {
		const pipeline_id = await idOf('pipeline_list', 'Sales');

		const fields = await zapier.run(connection, 'creates.create_deal.operation.inputFields', {
			inputData: { pipeline_id },
		});

		expect(fields).toContainEqual(
			expect.objectContaining({
				key: 'custom_field_industry',
				label: 'Industry',
				required: true,
				choices: [
					expect.objectContaining({ value: 'SaaS' }),
					expect.objectContaining({ value: 'Retail' }),
				],
			}),
		);
	});
});

describe('a Zap that is on', () => {
	test('starts at once when a deal enters the stage it waits for, as the test in the editor showed', async () => {
		const stage_id = await idOf('stage_list', 'Meeting booked', {
			pipeline_id: await idOf('pipeline_list', 'Sales'),
		});
		const zap = await Zap.turnOn(zapier, connection, 'deal_stage_changed', { stage_id });
		const deal = await create('create_deal', {
			name: 'Acme website',
			contact_email: 'ada@example.com',
		});

		await create('move_deal_to_stage', {
			deal_id: deal.id,
			pipeline_id: 'Sales',
			stage_id: 'Contacted',
		});
		await create('move_deal_to_stage', { deal_id: deal.id, pipeline_id: 'Sales', stage_id });
		const [started, ...others] = await zap.nextRun();

		expect(others).toEqual([]);
		expect(started).toMatchObject({
			id: deal.id,
			name: 'Acme website',
			stage_name: 'Meeting booked',
			contact: { email: 'ada@example.com' },
			previous: { stage_name: 'Contacted' },
		});
		expect((await zap.recent())[0]).toEqual(started);
		await zap.turnOff();
		await zap.stop();
	});

	test('is not started by a delivery that was changed on its way, nor by one without a signature', async () => {
		const zap = await Zap.turnOn(zapier, connection, 'deal_created');
		await create('create_deal', { name: 'Acme website', value: 4800 });
		const { headers, raw } = await zap.nextDelivery();
		const { 'webhook-signature': _signature, ...unsigned } = headers;

		const tampered = await failureOf(zap.start({ headers, raw: raw.replace('4800', '1') }));
		const forged = await failureOf(zap.start({ headers: unsigned, raw }));

		expect(tampered).toMatchObject({
			name: 'HaltedError',
			message: expect.stringMatching(/not signed/),
		});
		expect(forged.name).toBe('HaltedError');
		expect(await zap.start({ headers, raw })).toMatchObject([
			{ name: 'Acme website', value: 4800 },
		]);
		await zap.turnOff();
		await zap.stop();
	});

	test('is not started by what belongs to another Zap on the same event', async () => {
		const mine = await Zap.turnOn(zapier, connection, 'deal_won');
		const other = await Zap.turnOn(zapier, connection, 'deal_won');
		await create('create_deal', { name: 'Acme website', status: 'won' });

		const { name } = await failureOf(mine.start(await other.nextDelivery()));

		expect(name).toBe('HaltedError');
		expect(await mine.nextRun()).toMatchObject([{ status: 'won' }]);
		for (const zap of [mine, other]) {
			await zap.turnOff();
			await zap.stop();
		}
	});

	test('gets nothing more once it is off, and can be turned off twice', async () => {
		const zap = await Zap.turnOn(zapier, connection, 'deal_created');
		await create('create_deal', { name: 'Before' });
		expect(await zap.nextRun()).toMatchObject([{ name: 'Before' }]);

		await zap.turnOff();
		await zap.turnOff();
		await create('create_deal', { name: 'After' });

		expect((await fluid.get('/api-webhooks')).body.data).toEqual([]);
		expect(zap.hooks.received).toHaveLength(1);
		await zap.stop();
	});
});

describe('actions and searches', () => {
	test('take a deal from its creation to won, with its contact, reminder and custom field', async () => {
		const deal = await create('create_deal', {
			name: 'Acme website',
			value: '4800.50',
			contact_email: 'grace@example.com',
			company_name: 'Acme',
			custom_field_industry: 'Retail',
		});
		expect(deal).toMatchObject({
			value: 4800.5,
			company: { name: 'Acme' },
			custom_fields: { industry: 'Retail' },
		});

		const reminded = await create('set_reminder', {
			deal_id: deal.id,
			reminder_in_days: 3,
			reminder_note: 'Send the proposal',
		});
		expect(reminded.reminder).toMatchObject({ note: 'Send the proposal', state: 'scheduled' });

		const won = await create('mark_deal_won', { deal_id: deal.id, value: 5000 });
		expect(won).toMatchObject({ id: deal.id, status: 'won', value: 5000, action: 'updated' });
	});

	test('do nothing twice when a run is replayed', async () => {
		const step = { name: 'Replayed', run_id: 'evt_1' };

		const [first, again] = [await create('create_deal', step), await create('create_deal', step)];

		expect(again.id).toBe(first.id);
		expect(await perform('searches.find_deal', { name: 'Replayed' })).toHaveLength(1);
	});

	test('find a deal or create it', async () => {
		const findOrCreate = async (name: string) => {
			const { search, create: fallback } = zippedDefinition().searchOrCreates.find_deal as {
				search: string;
				create: string;
			};
			const [found] = await perform(`searches.${search}`, { name });
			return found ?? (await create(fallback, { name }));
		};

		const created = await findOrCreate('Analytical Engine');
		const found = await findOrCreate('Analytical Engine');

		expect(created.action).toBe('created');
		expect(found.id).toBe(created.id);
	});

	test('create, find and change a contact', async () => {
		const contact = await perform('creates.create_contact', {
			email: 'mary@example.com',
			name: 'Mary Shelley',
		});

		await perform('creates.update_contact', { contact_id: contact.id, title: 'Author' });

		expect(await perform('searches.find_contact', { email: 'mary@example.com' })).toMatchObject([
			{ id: contact.id, title: 'Author' },
		]);
	});

	test('find nothing without failing', async () => {
		expect(await perform('searches.find_contact', { email: 'nobody@example.com' })).toEqual([]);
	});

	test('say in the words of the editor what is wrong with a field', async () => {
		const { name, message } = await failureOf(
			create('create_deal', { name: 'Acme website', contact_email: 'ada at example' }),
		);

		expect(name).toBe('AppError');
		expect(message).toMatch(/e-?mail/i);
		expect(message).not.toMatch(/pointer|\/contact|\{/);
	});
});

describe('when something is wrong', () => {
	test('a key deleted in Fluid asks for a new connection, for every kind of step', async () => {
		const { url, key, keyId } = await fluid.withNewKey('Zapier');
		const revoked = connectionOf({ url, key });
		await zapier.run(revoked, 'authentication.test');
		await fluid.service.database.writeService((transaction) =>
			deleteKey(transaction, fluid.workspaceId, keyId, new Date()),
		);

		for (const [method, inputData] of [
			['authentication.test', {}],
			['triggers.pipeline_list.operation.perform', {}],
			['triggers.deal_created.operation.performList', {}],
			['creates.create_deal.operation.perform', { name: 'Acme website' }],
			['searches.find_deal.operation.perform', { name: 'Acme' }],
		] as const) {
			const { name, message } = await failureOf(zapier.run(revoked, method, { inputData }));
			expect(name, method).toBe('ExpiredAuthError');
			expect(message, method).toMatch(/deleted/);
			expect(message, method).not.toContain(key);
		}
	});

	test('a server that is down says so', async () => {
		const down = { ...connection, base_url: `http://127.0.0.1:${await freePort()}` };

		const { name, message } = await failureOf(
			zapier.run(down, 'creates.create_deal.operation.perform', { inputData: { name: 'Acme' } }),
		);

		expect(name).toBe('AppError');
		expect(message).toMatch(/cannot be reached/);
	});

	test('too many requests wait as long as Fluid asks', async () => {
		const busy = await startFluid({ FLUID_RATE_LIMIT: '1' });
		const hasty = connectionOf(busy);
		await zapier.run(hasty, 'authentication.test');

		const { name } = await failureOf(zapier.run(hasty, 'authentication.test'));

		expect(name).toBe('ThrottledError');
		await busy.stop();
	});

	test('no log of a run shows the key', () => {
		const log = zapier.log.join('\n');

		expect(log).toContain('/api-ingest');
		expect(log).not.toContain(connection.api_key);
	});
});
