import type { CustomFieldType } from './types';

const CHOSEN: CustomFieldType[] = ['select', 'multi_select'];

/** Returns whether the values of a custom field of this type are chosen from options. */
export function hasOptions(type: CustomFieldType): boolean {
	return CHOSEN.includes(type);
}
