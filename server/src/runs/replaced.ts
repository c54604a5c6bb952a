/** What a change has replaced of a record, and by what. */
export type Replaced = { before: Record<string, unknown>; after: Record<string, unknown> };

/** Fields that say when, and not what; notes are counted, and each is known by its id. */
const NOT_REPLACED = ['id', 'created_at', 'updated_at', 'notes'];

/** The custom field of a key, as one field among the others. */
export const CUSTOM = 'custom_fields.';

/** Returns which fields of a record differ, custom fields one by one: absent is null. */
export function replaced(before: object, after: object): Replaced {
	const old = valuesOfRecord(before);
	const current = valuesOfRecord(after);
	const all = Object.keys({ ...old, ...current });
	const changed = all.filter((name) => !isSameValue(old[name], current[name]));
	const names = all.filter((name) => replacedTogether(name).some((each) => changed.includes(each)));
	const of = (values: Record<string, unknown>) =>
		Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
	return { before: of(old), after: of(current) };
}

/** Fields that mean something only together: an amount in another currency is another value. */
const TOGETHER = [
	['value', 'currency'],
	['pipeline_id', 'stage_id'],
	['status', 'lost_reason'],
	['reminder_at', 'reminder_note'],
	['name', 'first_name', 'last_name'],
];

/** Returns the fields that a field is replaced with. */
export function replacedTogether(name: string): string[] {
	return TOGETHER.find((names) => names.includes(name)) ?? [name];
}

/** Returns the fields of a record by their names, custom fields among them. */
export function valuesOfRecord(record: object): Record<string, unknown> {
	const { custom_fields, ...rest } = record as { custom_fields?: Record<string, unknown> };
	const own = Object.entries(custom_fields ?? {}).map(([key, value]) => [`${CUSTOM}${key}`, value]);
	const others = Object.entries(rest).filter(([name]) => !NOT_REPLACED.includes(name));
	return Object.fromEntries([...others, ...own]) as Record<string, unknown>;
}

/** Returns whether two values of a field are the same. */
export function isSameValue(one: unknown, other: unknown): boolean {
	return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
