import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zapierCommand } from '../../scripts/zapier.mjs';
import { fluidForFile } from '../../test/support/fluid.ts';
import { addCustomFields, provesWrittenValues } from '../test/support/written.ts';
import { connectionOf } from './support/zap.ts';
import { type Connection, Zapier } from './support/zapier.ts';

// What a user writes reaches the app only after Zapier has cast it by the types of the fields. Its command line tool
// does the same before it invokes a step (src/oclif/commands/invoke/input-types.js in zapier-platform-cli 19.1.0), so
// its own code stands between here, and the zip behind it.

type Field = { key: string; type?: string; list?: boolean };
type Cast = (inputData: object, fields: Field[], timezone: string) => Record<string, unknown>;

const cast = createRequire(zapierCommand)('../oclif/commands/invoke/input-types.js') as Cast;
const timezone = 'Europe/Berlin';

const fluid = fluidForFile();
let zapier: Zapier;
let connection: Connection;

beforeAll(async () => {
	await addCustomFields(fluid);
	zapier = await Zapier.start();
	connection = connectionOf(fluid);
});
afterAll(async () => {
	await zapier?.stop();
	await fluid?.stop();
});

const fieldsOf = (step: string, inputData: Record<string, unknown>): Promise<Field[]> =>
	zapier.run(connection, `${step}.operation.inputFields`, { inputData });

/** Carries out a step with what the platform makes of the inputs. */
async function run(step: string, written: Record<string, unknown>) {
	const inputData = cast({ ...written }, await fieldsOf(step, written), timezone);
	return zapier.run(connection, `${step}.operation.perform`, { inputData, meta: { timezone } });
}

/** What the user reads of a step that fails. */
async function messageOf(step: Promise<unknown>): Promise<string> {
	const text = await step.then(
		() => 'The step did not fail.',
		({ message }: Error) => message,
	);
	return text.startsWith('{') ? (JSON.parse(text) as { message: string }).message : text;
}

test('the casting of the platform is what makes this necessary', () => {
	const fields = [
		{ key: 'value', type: 'number' },
		{ key: 'days', type: 'integer' },
		{ key: 'vip', type: 'boolean' },
		{ key: 'at', type: 'datetime' },
	];
	const written = { value: '$4,800', days: 'next week', vip: 'nein', at: 'whenever' };

	const { at, ...others } = cast(written, fields, timezone);

	expect(others).toEqual({ value: 4, days: 0, vip: true });
	expect(Math.abs(new Date(String(at)).getTime() - Date.now())).toBeLessThan(60_000);
});

describe('what is written into a step reaches Fluid as it was meant', () => {
	provesWrittenValues(
		(action, inputData) => run(`creates.${action}`, inputData),
		() => fluid,
		messageOf,
	);

	test('in a search as well', async () => {
		await run('creates.create_deal', { name: 'Exactly', external_id: '4711' });
		await run('creates.create_deal', { name: 'Exactly this' });

		const named = await run('searches.find_deal', { name: 'Exactly', exact_name: 'yes' });

		expect(named).toMatchObject([{ name: 'Exactly', external_id: '4711' }]);
		expect(
			await messageOf(run('searches.find_deal', { name: 'Exactly', exact_name: 'maybe' })),
		).toMatch(/^Exact Name Only: "maybe" is neither yes nor no\./);
	});
});
