/** What the built app declares, as the zip holds it. A function is a text in it, e.g. `$func$2$f$`. */
export type Definition = {
	version: string;
	authentication: {
		type: string;
		fields?: InputField[];
		connectionLabel?: string;
	};
	triggers: Record<string, Step>;
	searches: Record<string, Step>;
	creates: Record<string, Step>;
	searchOrCreates: Record<string, SearchOrCreate>;
};

/** A trigger, a search or a create. */
export type Step = {
	key: string;
	noun: string;
	display: { label: string; description: string; hidden?: boolean };
	operation: StepOperation;
};

export type StepOperation = {
	type?: string;
	inputFields?: Array<InputField | string>;
	outputFields?: Array<OutputField | string>;
	sample?: Record<string, unknown>;
	perform?: unknown;
	performList?: unknown;
	performSubscribe?: unknown;
	performUnsubscribe?: unknown;
};

export type InputField = {
	key: string;
	label?: string;
	type?: string;
	helpText?: string;
	placeholder?: string;
	required?: boolean;
	default?: unknown;
	list?: boolean;
	dynamic?: string;
	search?: string;
	dependsOn?: string[];
	altersDynamicFields?: boolean;
	choices?: unknown;
	children?: InputField[];
};

export type OutputField = {
	key: string;
	label?: string;
	type?: string;
	required?: boolean;
	children?: OutputField[];
};

export type SearchOrCreate = {
	key: string;
	display: { label: string; description: string };
	search: string;
	create: string;
};

/** The three collections of steps, with what one of each is called. */
export const kinds = { triggers: 'trigger', searches: 'search', creates: 'create' } as const;

/** A step with its name for a sentence, e.g. "trigger deal_created". */
export type WithName<T> = T & { name: string };

/** Returns all steps, each with its name. */
export function steps(definition: Definition): Array<WithName<Step>> {
	return Object.keys(kinds).flatMap((kind) => stepsOf(definition, kind as keyof typeof kinds));
}

/** Returns the steps of one kind. */
export function stepsOf(definition: Definition, kind: keyof typeof kinds): Array<WithName<Step>> {
	return Object.entries(definition[kind] ?? {}).map(([key, step]) => ({
		...step,
		name: `${kinds[kind]} ${key}`,
	}));
}

/** Returns the input fields that stand in the definition, those inside line items too; not those a function makes. */
export function declaredInputFields({
	name,
	operation,
}: WithName<Step>): Array<WithName<InputField>> {
	return (operation.inputFields ?? [])
		.filter((field) => typeof field !== 'string')
		.flatMap((field) => [field, ...(field.children ?? [])])
		.map((field) => ({ ...field, name: `${name}, field ${field.key}` }));
}

/** Returns the output fields that stand in the definition; those inside line items by keys such as `notes[]text`. */
export function declaredOutputFields({ operation }: Pick<Step, 'operation'>): OutputField[] {
	return (operation.outputFields ?? [])
		.filter((field) => typeof field !== 'string')
		.flatMap((field) => [field, ...inside(field)]);
}

const inside = ({ key, children = [] }: OutputField) =>
	children.map((child) => ({ ...child, key: `${key}[]${child.key}` }));

/** Returns what a new connection asks for. */
export function connectionFields({ authentication }: Definition): Array<WithName<InputField>> {
	return (authentication.fields ?? []).map((field) => ({
		...field,
		name: `connection field ${field.key}`,
	}));
}

/** Returns every text that a user reads as Markdown: descriptions and help texts. */
export function markdownTexts(definition: Definition): Array<{ name: string; text: string }> {
	const described = [
		...steps(definition),
		...Object.values(definition.searchOrCreates ?? {}).map((entry) => ({
			...entry,
			name: `search or create ${entry.key}`,
		})),
	].map(({ name, display }) => ({ name, text: display.description }));
	const explained = [
		...connectionFields(definition),
		...steps(definition).flatMap(declaredInputFields),
	].map(({ name, helpText = '' }) => ({ name, text: helpText }));
	return [...described, ...explained];
}
