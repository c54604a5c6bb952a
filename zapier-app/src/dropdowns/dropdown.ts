import {
	type Bundle,
	defineTrigger,
	type PlainInputField,
	type Trigger,
	type ZObject,
} from 'zapier-platform-core';

/** An entry of a dropdown: what is kept and what is read. */
export type DropdownEntry = { id: string; name: string };

type Dropdown = {
	key: string;
	noun: string;
	inputFields?: PlainInputField[];
	canPaginate?: boolean;
	entries: (z: ZObject, bundle: Bundle) => Promise<DropdownEntry[]>;
	sample: DropdownEntry;
};

/** Returns a hidden trigger that fills a dropdown. */
export function dropdown({ key, noun, entries, sample, ...operation }: Dropdown): Trigger {
	return defineTrigger({
		key,
		noun,
		display: {
			label: `${noun} List`,
			description: 'Triggers when a dropdown is opened, to fill it.',
			hidden: true,
		},
		operation: {
			type: 'polling',
			...operation,
			perform: entries,
			sample,
			outputFields: [
				{ key: 'id', label: `${noun} ID`, type: 'string' },
				{ key: 'name', label: `${noun} Name`, type: 'string' },
			],
		},
	}) as Trigger;
}
