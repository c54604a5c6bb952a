import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../test/support/fluid';
import App from '../src/index';
import { failure, type RunZap, zapOf } from './support/zap';
import { addCustomFields, provesWrittenValues } from './support/written';

// The platform hands on texts as they are and casts all else, so no field may be anything else. With the casting of
// Zapier's own tool between, the same values are proved by `npm run check:zapier` (checks/casting.test.ts).

const fluid = fluidForFile();
let zap: RunZap;

beforeAll(async () => {
	await addCustomFields(fluid);
	zap = zapOf(fluid);
});

const berlin = { meta: { timezone: 'Europe/Berlin' } };
const actions = App.creates as unknown as Record<string, Step>;
type Step = { operation: { inputFields?: unknown; perform: unknown } };
type Field = { key: string; type?: string };

const act = (action: string, inputData: Record<string, unknown>) =>
	zap(actions[action]?.operation.perform, inputData, berlin);

describe('what is written into an action', () => {
	provesWrittenValues(
		act,
		() => fluid,
		async (step) => (await failure(step)).message,
	);
});

describe('a date and time', () => {
	const remind = (reminder_at: string, meta: object) =>
		zap(App.creates.create_deal.operation.perform, { name: 'Acme website', reminder_at }, { meta });

	test('without a zone is refused where that of the Zap is not known', async () => {
		for (const meta of [{}, { timezone: null }, { timezone: 'Atlantis' }]) {
			expect((await failure(remind('2030-12-01 15:30', meta))).message).toBe(
				'Reminder At: "2030-12-01 15:30" names no time zone. Write it like 2026-12-01T15:30:00+01:00.',
			);
		}
	});

	test('is in the zone that an older Zap names elsewhere', async () => {
		const meta = { zap: { id: '1', user: { timezone: 'America/New_York' } } };

		const { reminder } = await remind('2030-12-01 15:30', meta);

		expect(reminder.at).toBe('2030-12-01T20:30:00.000Z');
	});
});

describe('a field that Zapier would cast before the app sees it', () => {
	const steps = [App.triggers, App.searches, App.creates].flatMap((kind) =>
		Object.entries(kind as Record<string, Step>).filter(([, step]) => step.operation.inputFields),
	);

	test.each(steps)('is none in %s', async (key, { operation }) => {
		const fields: Field[] = await zap(operation.inputFields);

		for (const { key: name, type = 'string' } of fields)
			expect(['string', 'text'], `${key}, field ${name}`).toContain(type);
	});
});

test('a field that holds only blanks or what nobody sees is as good as empty', async () => {
	const created = await act('create_deal', {
		name: 'Acme website',
		value: ' ',
		contact_email: '\0',
		contact_phone: '\u200b',
		labels: [' ', ''],
		reminder_in_days: '\t',
		custom_field_seats: '\u00a0',
		owner_email: null,
	});

	expect(created).toMatchObject({ value: null, contact: null, labels: [], reminder: null });
});

test('a NUL in a reply loses nothing but itself', async () => {
	const created = await act('create_deal', { name: 'Acme\0 website', note: 'Sounds\0 good' });

	expect(created).toMatchObject({ name: 'Acme website', notes: [{ text: 'Sounds good' }] });
});

test.each([
	'd..ot@docomo.example',
	'dot.@docomo.example',
	'.dot@mail.example',
	'info@büro.example',
])(
	'the address %s is taken by the rule of Fluid, which the app has none beside',
	async (contact_email) => {
		const { contact } = await act('create_deal', { name: 'Acme website', contact_email });

		expect(contact?.email).toBe(contact_email);
	},
);
