import { beforeAll, describe, expect, test } from 'vitest';
import type { Deal } from '../../contract/types';
import { fluidForFile } from '../../test/support/fluid';
import App from '../src/index';
import { failure, type RunZap, zapOf } from './support/zap';

const fluid = fluidForFile();
let zap: RunZap;

beforeAll(async () => {
	zap = zapOf(fluid);
});

const { creates } = App;
const run = (action: keyof typeof creates, inputData: Record<string, unknown>) =>
	zap(creates[action].operation.perform, inputData);
const deal = async (id: string) => (await fluid.get(`/api-deals/${id}`)).body as Deal;

describe('Create Deal', () => {
	test('fills in the deal, its contact, company and reminder from flat fields', async () => {
		const created = await run('create_deal', {
			name: 'Analytical Engines',
			value: '4800.50',
			currency: 'EUR',
			stage_id: 'Meeting booked',
			labels: ['cold email', ''],
			contact_email: 'ada@example.com',
			contact_first_name: 'Ada',
			contact_title: 'Head of Operations',
			company_name: 'Analytical Engines Ltd',
			company_domain: 'analytical.example',
			reminder_in_days: 0,
			reminder_note: 'Send the proposal',
			note: 'Sounds interesting',
		});

		expect(created).toMatchObject({
			action: 'created',
			name: 'Analytical Engines',
			value: 4800.5,
			currency: 'EUR',
			stage_name: 'Meeting booked',
			labels: ['cold email'],
			contact: { email: 'ada@example.com', first_name: 'Ada', title: 'Head of Operations' },
			company: { name: 'Analytical Engines Ltd', domain: 'analytical.example' },
			reminder: { note: 'Send the proposal', state: 'due_today' },
			notes: [{ text: 'Sounds interesting' }],
		});
		expect(await deal(created.id)).toMatchObject({ id: created.id, value: 4800.5 });
	});

	test('takes values as people and other apps write them', async () => {
		const created = await run('create_deal', {
			name: ' Acme website ',
			value: '€ 1.234,50',
			currency: ' eur',
			contact_email: ' grace@example.com ',
			contact_phone: '  ',
			labels: [' cold email '],
			reminder_at: '2030-12-01 09:00 +0100',
		});

		expect(created).toMatchObject({
			name: 'Acme website',
			value: 1234.5,
			currency: 'EUR',
			contact: { email: 'grace@example.com', phone: null },
			labels: ['cold email'],
			reminder: { at: '2030-12-01T08:00:00.000Z' },
		});
	});

	test('leaves out what the user left empty', async () => {
		const created = await run('create_deal', {
			name: 'Acme website',
			value: '',
			labels: [],
			contact_email: null,
			contact_phone: '',
			company_name: '',
		});

		expect(created).toMatchObject({ value: null, labels: [], contact: null, company: null });
	});

	test('with an external ID that a deal has already points to the action that updates', async () => {
		await fluid.deal({ name: 'Acme website', external_id: 'smartlead-4711' });

		const step = run('create_deal', { name: 'Another', external_id: 'smartlead-4711' });
		const { message } = await failure(step);

		expect(message).toMatch(/^"Acme website" .* exists already/);
		expect(message).toContain('Use the action "Create or Update Deal" to update it.');
	});
});

describe('Update Deal', () => {
	test('changes what is filled in and leaves the rest', async () => {
		const { id } = await fluid.deal({ name: 'Acme website', value: 3000, source: 'Smartlead' });

		const updated = await run('update_deal', { deal_id: id, value: 4800, source: '' });

		expect(updated).toMatchObject({ action: 'updated', changed_fields: ['value'], value: 4800 });
		expect(updated.source).toBe('Smartlead');
	});

	test('clears the fields chosen to be cleared', async () => {
		const { id } = await fluid.deal({
			name: 'Acme website',
			value: 3000,
			contact: { email: 'grace@example.com' },
			reminder: { in_days: 3 },
		});

		const updated = await run('update_deal', {
			deal_id: id,
			clear_fields: ['value', 'contact', 'reminder'],
		});

		expect(updated).toMatchObject({ value: null, contact: null, reminder: null });
	});

	test('keeps what is filled in, though it is chosen to be cleared: only what is empty this time is cleared', async () => {
		const { id } = await fluid.deal({ name: 'Acme website', value: 3000, source: 'Smartlead' });

		const updated = await run('update_deal', {
			deal_id: id,
			value: '$4,800',
			source: '',
			contact_email: 'ada@example.com',
			clear_fields: ['value', 'source', 'contact'],
		});

		expect(updated).toMatchObject({
			value: 4800,
			source: null,
			contact: { email: 'ada@example.com' },
		});
	});

	test('clears what is named as its label reads, in any case', async () => {
		const { id } = await fluid.deal({ name: 'Acme website', value: 3000, labels: ['warm'] });

		const updated = await run('update_deal', { deal_id: id, clear_fields: 'Value, LABELS' });

		expect(updated).toMatchObject({ value: null, labels: [] });
	});

	test('of a deal that is gone says so and offers no call of the API', async () => {
		const { id } = await fluid.deal({ name: 'Acme website' });
		await fluid.delete(`/api-deals/${id}`);

		const { message } = await failure(run('update_deal', { deal_id: id, value: 1 }));

		expect(message).toBe(
			`No deal has the ID "${id}". Choose one from the list, or map the ID of a deal from an earlier step.`,
		);
	});
});

describe('Create or Update Deal', () => {
	test('by external ID creates once and updates from then on', async () => {
		const fields = { match_on: 'external_id', external_id: 'cal-1', name: 'Acme website' };

		const first = await run('create_or_update_deal', { ...fields, value: 3000 });
		const second = await run('create_or_update_deal', { ...fields, value: 4800 });

		expect(first.action).toBe('created');
		expect(second).toMatchObject({ id: first.id, action: 'updated', changed_fields: ['value'] });
	});

	test('by email updates the open deal of that contact', async () => {
		const { id } = await fluid.deal({ name: 'Looms', contact: { email: 'jacquard@example.com' } });

		const updated = await run('create_or_update_deal', {
			match_on: 'email',
			contact_email: 'Jacquard@example.com',
			stage_id: 'Contacted',
		});

		expect(updated).toMatchObject({ id, action: 'updated', stage_name: 'Contacted' });
	});

	test('by email never guesses between two deals, and names both', async () => {
		const contact = { email: 'babbage@example.com' };
		await fluid.deal({ name: 'Difference Engine', contact });
		await fluid.deal({ name: 'Analytical Engine', contact });

		const step = run('create_or_update_deal', {
			match_on: 'email',
			contact_email: 'babbage@example.com',
			value: 1,
		});
		const { message } = await failure(step);

		expect(message).toContain('babbage@example.com has 2 open deals in pipeline "Sales"');
		expect(message).toContain('Use the action "Update Deal" with the ID of the one you mean:');
		expect(message).toContain('Difference Engine');
		expect(message).toContain('Analytical Engine');
	});

	test('without what it matches by says which field to fill in', async () => {
		const { message } = await failure(
			run('create_or_update_deal', { match_on: 'email', name: 'Acme website' }),
		);

		expect(message).toBe('Contact Email: Fill it in, because the deal is matched by it.');
	});

	const options = 'is not one of the options. Choose from: External ID, Contact Email.';

	test.each([
		['none', `Match Deal By: "none" ${options}`],
		['mail', `Match Deal By: "mail" ${options}`],
		['', 'Choose External ID or Contact Email as "Match Deal By".'],
	])('matched by %j says what can be chosen', async (match_on, sentence) => {
		const { message } = await failure(
			run('create_or_update_deal', { match_on, name: 'Acme website' }),
		);

		expect(message).toBe(sentence);
	});

	test.each(['External ID', 'external id', ' EXTERNAL_ID '])(
		'is matched by %j as by the choice that reads so',
		async (match_on) => {
			const step = { match_on, external_id: 'cal-2', name: 'Acme website' };

			await run('create_or_update_deal', step);

			expect(await run('create_or_update_deal', step)).toMatchObject({ action: 'unchanged' });
		},
	);

	test('states its match rule where the user chooses it', () => {
		const [matchOn] = creates.create_or_update_deal.operation.inputFields as unknown as [
			{ helpText: string },
		];

		expect(matchOn.helpText).toContain('the one open deal of the contact');
		expect(matchOn.helpText).toContain('If several match, nothing is changed');
	});
});

describe('the small actions', () => {
	let id: string;

	beforeAll(async () => {
		({ id } = await fluid.deal({ name: 'Acme website', value: 3000 }));
	});

	test('Move Deal to Stage takes the stage by ID and by name', async () => {
		const { body } = await fluid.get('/api-stages');
		const [, contacted] = body.data;

		const byId = await run('move_deal_to_stage', {
			deal_id: id,
			pipeline_id: contacted.pipeline_id,
			stage_id: contacted.id,
		});
		const byName = await run('move_deal_to_stage', {
			deal_id: id,
			pipeline_id: 'Sales',
			stage_id: 'Negotiation',
		});

		expect(byId.stage_name).toBe('Contacted');
		expect(byName.stage_name).toBe('Negotiation');
	});

	test('Move Deal to Stage names the nearest stage when there is none of that name', async () => {
		const { message } = await failure(
			run('move_deal_to_stage', { deal_id: id, pipeline_id: 'Sales', stage_id: 'Contatced' }),
		);

		expect(message).toBe(
			'Stage: "Contatced" is not a stage of pipeline "Sales". Did you mean "Contacted"?',
		);
	});

	test('Move Deal to Stage without a stage moves nothing to another pipeline', async () => {
		await fluid.addPipeline('Resellers', ['Talking']);
		const { id } = await fluid.deal({ name: 'Acme website' });

		const { message } = await failure(
			run('move_deal_to_stage', { deal_id: id, pipeline_id: 'Resellers', stage_id: ' ' }),
		);

		expect(message).toBe('Fill in "Stage".');
		expect((await deal(id)).pipeline_name).toBe('Sales');
	});

	test('Set Reminder takes days from now or a time', async () => {
		const inDays = await run('set_reminder', { deal_id: id, reminder_in_days: '3' });
		const at = await run('set_reminder', {
			deal_id: id,
			reminder_at: '2030-12-01T09:00:00+01:00',
			reminder_note: 'Call Ada',
		});

		expect(inDays.reminder.state).toBe('scheduled');
		expect(at.reminder).toMatchObject({ at: '2030-12-01T08:00:00.000Z', note: 'Call Ada' });
	});

	test('Set Reminder without a time says what to fill in', async () => {
		const { message } = await failure(
			run('set_reminder', { deal_id: id, reminder_note: 'Call Ada' }),
		);

		expect(message).toBe('Fill in "Reminder in Days" or "Reminder At".');
	});

	test('Mark Deal as Lost keeps the reason, Mark Deal as Won the value', async () => {
		const lost = await run('mark_deal_lost', { deal_id: id, lost_reason: 'No budget' });
		const won = await run('mark_deal_won', { deal_id: id, value: 5000 });

		expect(lost).toMatchObject({ status: 'lost', lost_reason: 'No budget' });
		expect(won).toMatchObject({ status: 'won', value: 5000 });
	});
});
