import { kinds } from './definition.ts';
import type { FieldShape, Limits, Snapshot, StepShape } from './snapshot.ts';

/**
 * Returns a sentence for each change after which a Zap that runs today would fail or lose a value: Zapier's checks C001
 * to C003 and the rules it has for promoting a version. What is only added breaks nothing.
 */
export function breaks(before: Snapshot, after: Snapshot): string[] {
	return [
		...authenticationBreaks(before.authentication, after.authentication),
		...Object.entries(kinds).flatMap(([collection, kind]) =>
			each(before, after, collection as keyof typeof kinds, kind, stepBreaks),
		),
		...each(before, after, 'searchOrCreates', 'search or create', searchOrCreateBreaks),
		...limitBreaks(before.limits, after.limits),
	];
}

/** Whether the version says that it breaks what was: a new major version, or before 1.0 a new minor one. */
export function announcesBreaks(before: string, after: string): boolean {
	const [majorBefore, minorBefore] = numbers(before);
	const [major, minor] = numbers(after);
	return major > majorBefore || (major === 0 && majorBefore === 0 && minor > minorBefore);
}

/** A snapshot of an earlier version has none. */
function limitBreaks(before: Limits | undefined, after: Limits): string[] {
	return Object.entries(before ?? {}).flatMap(([key, was]) => {
		const is = after[key as keyof Limits];
		const [text, now] = [JSON.stringify(was), JSON.stringify(is)];
		return text === now ? [] : [`${key} was ${text} and is now ${now}.`];
	});
}

type Collections = Pick<Snapshot, keyof typeof kinds | 'searchOrCreates'>;

function each<Name extends keyof Collections>(
	before: Snapshot,
	after: Snapshot,
	collection: Name,
	kind: string,
	compare: (name: string, before: Entry<Name>, after: Entry<Name>) => string[],
): string[] {
	const later = after[collection] as Record<string, Entry<Name>>;
	return Object.entries(before[collection] as Record<string, Entry<Name>>).flatMap(
		([key, entry]) => {
			const name = `${kind} ${key}`;
			const now = later[key];
			return now === undefined ? [`C001 ${name} is gone.`] : compare(name, entry, now);
		},
	);
}

type Entry<Name extends keyof Collections> = Collections[Name][string];

function authenticationBreaks(
	before: Snapshot['authentication'],
	after: Snapshot['authentication'],
): string[] {
	return [
		...(before.type === after.type
			? []
			: [`The connection was of type ${before.type} and is now ${after.type}.`]),
		...fieldBreaks('connection', before.fields, after.fields),
	];
}

function stepBreaks(name: string, before: StepShape, after: StepShape): string[] {
	return [
		...(before.type === after.type ? [] : [`${name} was ${before.type} and is now ${after.type}.`]),
		...(after.hidden && !before.hidden ? [`C001 ${name} is hidden now.`] : []),
		...fieldBreaks(name, before.inputFields, after.inputFields),
		...outputBreaks(`${name}, output field`, types(before), types(after)),
		...outputBreaks(`${name}, sample key`, before.sample, after.sample),
	];
}

const types = ({ outputFields }: StepShape) =>
	Object.fromEntries(Object.entries(outputFields).map(([key, { type }]) => [key, type]));

function searchOrCreateBreaks(
	name: string,
	before: Entry<'searchOrCreates'>,
	after: Entry<'searchOrCreates'>,
): string[] {
	return (['search', 'create'] as const)
		.filter((part) => before[part] !== after[part])
		.map((part) => `${name}: its ${part} was ${before[part]} and is now ${after[part]}.`);
}

type Fields = Record<string, FieldShape>;

function fieldBreaks(name: string, before: Fields, after: Fields): string[] {
	const changed = Object.entries(before).flatMap(([key, field]) => {
		const now = after[key];
		if (now === undefined) return [`C002 ${name}, field ${key} is gone.`];
		const [was, is] = [kindOf(field), kindOf(now)];
		// A text takes what any other field took: Zapier hands it on as the Zap has it, instead of casting it.
		if (was !== is && is !== kindOf({ ...field, type: 'string' }))
			return [`${name}, field ${key} was ${was} and is now ${is}.`];
		return [
			...Object.keys(field.choices ?? {})
				.filter((choice) => now.choices && !(choice in now.choices))
				.map((choice) => `${name}, field ${key} can no longer be ${choice}.`),
			...editorBreaks(`${name}, field ${key}`, field, now),
		];
	});
	const demanded = Object.entries(after)
		.filter(([key, now]) => now.required && !now.default && !before[key]?.required)
		.map(([key]) => `${name}, field ${key} is required now and has no default.`);
	return [...changed, ...demanded];
}

/** What makes the editor show the right choices: without it a Zap is built with a stage of another pipeline. */
function editorBreaks(name: string, before: FieldShape, after: FieldShape): string[] {
	const lost = (before.dependsOn ?? []).filter((key) => !after.dependsOn?.includes(key));
	return [
		...(before.dynamic && !after.dynamic ? [`${name} has lost its dropdown.`] : []),
		...lost.map((key) => `${name} no longer depends on ${key}.`),
		...(before.altersDynamicFields && !after.altersDynamicFields
			? [`${name} no longer alters the fields that depend on the account.`]
			: []),
	];
}

const kindOf = ({ type, list }: FieldShape) => (list ? `a list of ${type}` : type);

function outputBreaks(
	name: string,
	before: Record<string, string>,
	after: Record<string, string>,
): string[] {
	return Object.entries(before).flatMap(([key, was]) => {
		const now = after[key];
		if (now === undefined)
			return isNowAnObject(key, was, after) ? [] : [`C003 ${name} ${key} is gone.`];
		// What is empty in a sample says nothing of its type.
		const isSame = was === now || was === 'empty' || now === 'empty';
		return isSame ? [] : [`${name} ${key} was ${was} and is now ${now}.`];
	});
}

const isNowAnObject = (key: string, was: string, after: Record<string, string>) =>
	was === 'empty' && Object.keys(after).some((other) => other.startsWith(`${key}__`));

function numbers(version: string): [number, number] {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return [major, minor];
}
