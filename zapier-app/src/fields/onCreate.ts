import type { PlainInputField } from 'zapier-platform-core';

/** What the key of an input begins with that counts only when the deal is created. */
export const ON_CREATE = 'on_create_';

/** Returns what such an input is called: a second one of the same name stands outside the group. */
export const newDealLabel = (label: string) => `${label} for a New Deal`;

/** Returns an input that counts only when the deal is created. */
export function forNewDeal(field: PlainInputField): PlainInputField {
	return {
		...field,
		key: `${ON_CREATE}${field.key}`,
		label: newDealLabel(field.label ?? field.key),
		group: 'on_create',
	};
}
