import { describe, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import type { FluidFixture } from '../../../test/support/fluid';
import { customFields, labels, moments, money, wholeNumbers, type Written } from './writtenValues';

/** Carries out an action of a Zap in Europe/Berlin. */
export type Act = (action: string, inputData: Record<string, unknown>) => Promise<Deal>;

/** Adds a custom field of every type to the first pipeline. */
export async function addCustomFields(fluid: FluidFixture): Promise<void> {
	for (const { values: _values, ...field } of customFields)
		await fluid.addCustomField(field as Parameters<FluidFixture['addCustomField']>[0]);
}

/**
 * Proves that what people write comes out right, in every action that takes it.
 *
 * @param act hands an action its inputs as Zapier does
 * @param messageOf what the user reads of a step that fails
 */
export function provesWrittenValues(
	act: Act,
	fluid: () => FluidFixture,
	messageOf: (step: Promise<unknown>) => Promise<string>,
): void {
	const creating = (key: string) => (written: unknown) =>
		act('create_deal', { name: 'Acme website', [key]: written });
	const changing = (action: string, key: string) => async (written: unknown) => {
		const { id } = await fluid().deal({ name: 'Acme website' });
		return act(action, { deal_id: id, [key]: written });
	};
	const upserting = (key: string) => (written: unknown) =>
		act('create_or_update_deal', {
			match_on: 'external_id',
			external_id: `crm-${Math.random()}`,
			name: 'Acme website',
			[key]: written,
		});

	const doors: Array<
		[string, (written: unknown) => Promise<Deal>, Written[], (deal: Deal) => unknown]
	> = [
		['the value of Create Deal', creating('value'), money, ({ value }) => value],
		['the value of Update Deal', changing('update_deal', 'value'), money, ({ value }) => value],
		[
			'the value of Mark Deal as Won',
			changing('mark_deal_won', 'value'),
			money,
			({ value }) => value,
		],
		[
			'the days of Set Reminder',
			changing('set_reminder', 'reminder_in_days'),
			wholeNumbers,
			({ reminder }) => daysUntil(reminder?.at),
		],
		[
			'the time of Set Reminder',
			changing('set_reminder', 'reminder_at'),
			moments,
			({ reminder }) => reminder?.at,
		],
		['the labels of Create Deal', creating('labels'), labels, (deal) => deal.labels],
		...customFields.flatMap(({ key, name, values }): typeof doors => [
			[
				`the custom field ${name} of Create Deal`,
				creating(`custom_field_${key}`),
				values,
				(deal) => deal.custom_fields[key],
			],
			[
				`the custom field ${name} of Update Deal`,
				changing('update_deal', `custom_field_${key}`),
				values,
				(deal) => deal.custom_fields[key],
			],
		]),
	];

	describe.each(doors)('%s', (_door, step, values, shown) => {
		test.each(values)('reads %j as %s', async (written, expected) => {
			if (expected instanceof RegExp) expect(await messageOf(step(written))).toMatch(expected);
			else expect(shown(await step(written))).toEqual(expected);
		});
	});

	describe('the fields for a new deal', () => {
		test('are read by the same rule', async () => {
			const deal = await act('create_or_update_deal', {
				match_on: 'external_id',
				external_id: 'crm-new',
				on_create_name: 'Acme website',
				on_create_value: '$4,800',
				on_create_labels: 'cold, warm',
				on_create_reminder_at: '2030-12-01 15:30',
				on_create_custom_field_channels: 'A,B',
				on_create_custom_field_vip: 'Y',
			});

			expect(deal).toMatchObject({
				value: 4800,
				labels: ['cold', 'warm'],
				reminder: { at: '2030-12-01T14:30:00.000Z' },
				custom_fields: { channels: ['A', 'B'], vip: true },
			});
		});

		test('are refused by the same rule', async () => {
			expect(await messageOf(upserting('on_create_custom_field_vip')('maybe'))).toMatch(
				/^VIP for a New Deal: "maybe" is neither yes nor no\./,
			);
		});
	});

	test('a number or a yes mapped into a text is that text', async () => {
		const { external_id, contact, currency } = await act('create_deal', {
			name: 4711,
			external_id: Math.floor(Math.random() * 1e9),
			contact_email: `${Math.random()}@example.com`,
			contact_phone: 4420,
			contact_linkedin_url: 'linkedin.com/in/ada',
			currency: '€',
		});

		expect(external_id).toMatch(/^\d+$/);
		expect(contact).toMatchObject({
			phone: '4420',
			linkedin_url: 'https://linkedin.com/in/ada',
		});
		expect(currency).toBe('EUR');
	});

	test('a status is chosen whatever its case', async () => {
		expect(await creating('status')(' Won ')).toMatchObject({ status: 'won' });
		expect(await messageOf(creating('status')('maybe'))).toMatch(
			/^Status: "maybe" is not one of the options\. Choose from: open, won, lost\./,
		);
	});
}

function daysUntil(moment: string | undefined): number | undefined {
	const ms = new Date(moment ?? NaN).getTime() - Date.now();
	return Number.isNaN(ms) ? undefined : Math.round(ms / (24 * 60 * 60 * 1000)) + 0;
}
