import { describe, expect, test } from 'vitest';
import App from '../src/index';

type Field = {
	key: string;
	group?: string;
	dynamic?: string;
	dependsOn?: string[];
	altersDynamicFields?: boolean;
};
type Step = {
	operation: {
		inputFields?: Array<Field | ((...args: never[]) => unknown)>;
		outputFields?: Array<Field | ((...args: never[]) => unknown)>;
		inputFieldGroups?: Array<{ key: string }>;
	};
};

const steps = [App.triggers, App.searches, App.creates].flatMap((kind) =>
	Object.entries(kind as Record<string, Step>),
);
const isField = (field: unknown): field is Field => typeof field === 'object';
const fieldsOf = ({ operation }: Step) => (operation.inputFields ?? []).filter(isField);
const fieldOf = (key: string, name: string) =>
	fieldsOf(steps.find(([step]) => step === key)?.[1] as Step).find((field) => field.key === name);

/** Whether a step has fields that a function makes for each workspace. */
const isDynamic = ({ operation: { inputFields = [], outputFields = [] } }: Step) =>
	[...inputFields, ...outputFields].some((field) => !isField(field));

describe('building a Zap', () => {
	const withStage = steps.filter(([, step]) =>
		fieldsOf(step).some(({ dynamic }) => dynamic === 'stage_list.id.name'),
	);

	test.each(withStage)(
		'a stage in %s is asked for anew when another pipeline is chosen',
		(_, step) => {
			for (const field of fieldsOf(step))
				if (field.dynamic === 'stage_list.id.name')
					expect(field.dependsOn).toEqual(['pipeline_id']);
		},
	);

	test('so many steps ask for a stage', () => {
		expect(withStage.map(([key]) => key)).toEqual([
			'deal_created',
			'deal_updated',
			'deal_stage_changed',
			'deal_won',
			'deal_lost',
			'deal_deleted',
			'form_submitted',
			'find_deal',
			'create_deal',
			'update_deal',
			'create_or_update_deal',
			'move_deal_to_stage',
		]);
	});

	test.each(steps.filter(([, step]) => isDynamic(step)))(
		'another pipeline brings other custom fields into %s',
		(_, step) => {
			for (const field of fieldsOf(step))
				if (field.key.endsWith('pipeline_id')) expect(field.altersDynamicFields).toBe(true);
		},
	);

	test.each([
		['update_deal', 'deal_id'],
		['form_submitted', 'form_id'],
		['create_or_update_deal', 'on_create_pipeline_id'],
	])('in %s so does another %s', (step, key) => {
		expect(fieldOf(step, key)?.altersDynamicFields).toBe(true);
	});

	test.each(steps)('every field of %s stands under a heading that there is', (_, step) => {
		const headings = (step.operation.inputFieldGroups ?? []).map(({ key }) => key);
		for (const { key, group } of fieldsOf(step))
			if (group !== undefined) expect(headings, key).toContain(group);
	});
});

test('triggers are named as people know them from other apps', () => {
	const labels = Object.values(App.triggers as Record<string, { display: Display }>)
		.filter(({ display }) => !display.hidden)
		.map(({ display }) => display.label);

	expect(labels).toEqual([
		'New Deal',
		'Updated Deal',
		'Updated Deal Stage',
		'Deal Won',
		'Deal Lost',
		'Deleted Deal',
		'New Contact',
		'Updated Contact',
		'Deleted Contact',
		'New Form Submission',
	]);
});

type Display = { label: string; hidden?: boolean };
