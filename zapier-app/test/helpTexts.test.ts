import { describe, expect, test } from 'vitest';
import App from '../src/index';

type Field = { key?: string; helpText?: string };
type Step = { operation: { inputFields?: unknown } };

/** What the editor says below a field. */
function help(step: unknown, key: string): string {
	const fields = ((step as Step).operation.inputFields ?? []) as Field[];
	return fields.find((field) => field.key === key)?.helpText ?? '';
}

const { creates } = App;
const triggers = App.triggers as Record<string, unknown>;

describe('the help below a field', () => {
	test.each(['currency', 'status', 'stage_id'])(
		'%s says of an update that an empty field changes nothing',
		(key) => {
			expect(help(creates.update_deal, key)).toMatch(/stays (as|where) it is when left empty/);
			expect(help(creates.create_deal, key)).not.toContain('stays');
			expect(help(creates.create_or_update_deal, key)).toMatch(/a new deal .*an existing one/);
		},
	);

	test('External ID promises an update only where there is one', () => {
		expect(help(creates.create_deal, 'external_id')).toContain('the step stops');
		expect(help(creates.create_or_update_deal, 'external_id')).toContain('matched by it');
	});

	test('of a filter speaks of the Zap, and of what the trigger is about', () => {
		expect(help(triggers.deal_won, 'stage_id')).toContain('only for deals in this stage');
		expect(help(triggers.form_submitted, 'stage_id')).toContain(
			'only for forms whose deals start in this stage',
		);
		expect(help(triggers.deal_updated, 'changed_fields')).not.toContain('custom_fields.');
	});
});

test('what a lead form hands on has one Form ID', () => {
	const { outputFields } = (triggers.form_submitted as { operation: { outputFields: unknown } })
		.operation;

	const labels = (outputFields as Array<{ label?: string }>).map(({ label }) => label);
	expect(labels.filter((label) => label === 'Form ID')).toHaveLength(1);
});
