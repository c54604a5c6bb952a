import {
	type Definition,
	type InputField,
	kinds,
	declaredOutputFields,
	type Step,
} from './definition.ts';
import { flat } from './rules/flat.ts';

/** What running Zaps rely on: everything a user can choose, fill in or map from, by name, with its label and type. */
export type Snapshot = {
	version: string;
	authentication: { type: string; fields: Record<string, FieldShape> };
	triggers: Record<string, StepShape>;
	searches: Record<string, StepShape>;
	creates: Record<string, StepShape>;
	searchOrCreates: Record<string, { search: string; create: string }>;
	limits: Limits;
};

/** What no definition shows of how the app works, and a Zap relies on. */
export type Limits = {
	cache: { seconds: number; scope: string[] };
	step_ms: number;
	note_window_ms: number;
	most_records: number;
};

export type StepShape = {
	label: string;
	/** Only of triggers: hook or polling. */
	type?: string;
	hidden?: true;
	inputFields: Record<string, FieldShape>;
	outputFields: Record<string, OutputShape>;
	/** Types of what the sample holds, by the keys that a user maps from. */
	sample: Record<string, string>;
};

export type OutputShape = { label: string; type: string };

export type FieldShape = {
	label: string;
	type: string;
	required?: true;
	default?: true;
	list?: true;
	/** The trigger that fills its dropdown. */
	dynamic?: string;
	/** The search that can fill it in. */
	search?: string;
	/** The fields whose change clears it. */
	dependsOn?: string[];
	/** Whether the fields below it are asked for anew when it changes. */
	altersDynamicFields?: true;
	/** Labels of fixed choices by the value that a Zap keeps. */
	choices?: Record<string, string>;
};

/** Returns the snapshot of a definition. Fields that a function makes depend on the account and are not in it. */
export function snapshotOf(definition: Definition, limits: Limits): Snapshot {
	const { version, authentication, searchOrCreates = {} } = definition;
	const shapes = (kind: keyof typeof kinds) =>
		mapped(definition[kind] ?? {}, (step) => stepShape(step, kind));
	return {
		version,
		authentication: {
			type: authentication.type,
			fields: fieldShapes(authentication.fields ?? []),
		},
		triggers: shapes('triggers'),
		searches: shapes('searches'),
		creates: shapes('creates'),
		searchOrCreates: mapped(searchOrCreates, ({ search, create }) => ({ search, create })),
		limits,
	};
}

/** Returns the snapshot as it is committed, with short lists in one line, as the repository formats JSON. */
export function snapshotText(snapshot: Snapshot): string {
	const text = JSON.stringify(snapshot, null, 2);
	return `${text.replace(/\[\s+("[^\]]*")\s+\]/g, (_, list: string) => `[${list.replace(/\s*\n\s*/g, ' ')}]`)}\n`;
}

function stepShape(step: Step, kind: keyof typeof kinds): StepShape {
	const { display, operation } = step;
	return {
		label: display.label,
		...(kind === 'triggers' ? { type: operation.type ?? 'polling' } : {}),
		...(display.hidden ? { hidden: true as const } : {}),
		inputFields: fieldShapes(operation.inputFields ?? []),
		outputFields: Object.fromEntries(
			declaredOutputFields(step).map(({ key, label = key, type = 'string' }) => [
				key,
				{ label, type },
			]),
		),
		sample: mapped(flat(operation.sample ?? {}), typeName),
	};
}

type DeclaredFields = NonNullable<Step['operation']['inputFields']>;

function fieldShapes(fields: DeclaredFields): Record<string, FieldShape> {
	return Object.fromEntries(
		fields
			.filter((field) => typeof field !== 'string')
			.flatMap((field) => [field, ...(field.children ?? [])])
			.map((field) => [field.key, fieldShape(field)]),
	);
}

function fieldShape(field: InputField): FieldShape {
	const { key, label = key, type = 'string', required, list, choices } = field;
	const { dynamic, search, dependsOn, altersDynamicFields } = field;
	const values = choiceLabels(choices);
	return {
		label,
		type,
		...(required ? { required: true } : {}),
		...(field.default === undefined ? {} : { default: true }),
		...(list ? { list: true } : {}),
		...(dynamic === undefined ? {} : { dynamic }),
		...(search === undefined ? {} : { search }),
		...(dependsOn === undefined ? {} : { dependsOn }),
		...(altersDynamicFields ? { altersDynamicFields } : {}),
		...(values ? { choices: values } : {}),
	};
}

/** Choices that a function makes depend on the account. */
function choiceLabels(choices: unknown): Record<string, string> | undefined {
	if (!Array.isArray(choices)) return isPlainChoices(choices) ? choices : undefined;
	return Object.fromEntries(
		choices.map((choice: string | { value: string; label: string }) =>
			typeof choice === 'string' ? [choice, choice] : [choice.value, choice.label],
		),
	);
}

const isPlainChoices = (choices: unknown): choices is Record<string, string> =>
	typeof choices === 'object' && choices !== null && !('perform' in choices);

function typeName(value: unknown): string {
	if (value === null) return 'empty';
	return Array.isArray(value) ? 'list' : typeof value;
}

function mapped<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
