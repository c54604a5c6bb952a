import { acceptedOptions, renamedOptions } from '../../../contract/formerNames';
import { fitting } from '../../../contract/reading';
import type { CustomField, CustomFieldValue, InputError } from '../../../contract/types';
import { matchName, type Warn } from './oldName';

/** A value in which options have the names of now, or why one means several of them. */
export type CurrentValue = { value: CustomFieldValue } | { fault: InputError };

/** Returns a value with the options of now in the place of what they were called before; what is no option stays. */
export function withCurrentOptions(
	value: CustomFieldValue,
	field: CustomField,
	place: { pointer: string; warn: Warn },
): CurrentValue {
	if (!field.former_options?.length) return { value };
	if (typeof value === 'string') return currentOption(value, field, place);
	if (!Array.isArray(value)) return { value };
	const entries = value.map((entry) => currentOption(entry, field, place));
	const wrong = entries.find((entry) => 'fault' in entry);
	return wrong ?? { value: entries.map((entry) => ('value' in entry ? entry.value : '')) };
}

function currentOption(
	text: string,
	field: CustomField,
	place: { pointer: string; warn: Warn },
): { value: string } | { fault: InputError } {
	const isCurrent = fitting(text, field.options).length > 0;
	if (isCurrent || fitting(text, acceptedOptions(field)).length === 0) return { value: text };
	const { found, fault } = matchName(renamedOptions(field), text, { kind: 'option', ...place });
	return fault ? { fault } : { value: found?.name ?? text };
}
