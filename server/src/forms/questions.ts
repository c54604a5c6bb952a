import { customFieldTypes } from '../../../contract/customFieldTypes';
import type { CustomField, CustomFieldType } from '../../../contract/types';
import type { LoadedPipeline } from '../pipelines/store';
import { builtIns } from './builtIns';
import type { LeadFormField } from './form';
import { nameOfCustomField } from './names';

/** A field of a form with all that is needed to ask it and to check the answer. */
export type Question = LeadFormField & {
	type: CustomFieldType;
	options: string[];
	/** Names that options had before, which a form embedded elsewhere may still send. */
	former_options?: CustomField['former_options'];
	autocomplete: string;
	maxLength: number;
	/** Key of the custom field it fills; undefined for a built-in field. */
	key: string | undefined;
};

/** Longer than any value that is no text. */
const LONGEST_VALUE = 1000;

/** A field that a form of a pipeline can ask. */
export type AvailableField = Omit<Question, 'help' | 'placeholder'> & {
	/** What the owner reads. */
	title: string;
};

/** Returns every field a form of the pipeline can ask: the built-in ones, then its custom fields. */
export function availableFields({ fields }: Pick<LoadedPipeline, 'fields'>): AvailableField[] {
	const own = Object.entries(builtIns).map(([name, field]) => ({
		...field,
		name,
		required: false,
		options: [],
		key: undefined,
	}));
	return [...own, ...fields.map(askableCustomField)];
}

/** Returns what a form asks. A custom field that was deleted since is not asked any more. */
export function questionsOf(
	fields: LeadFormField[],
	pipeline: Pick<LoadedPipeline, 'fields'>,
): Question[] {
	const byName = new Map(availableFields(pipeline).map((field) => [field.name, field]));
	return fields.flatMap((field) => {
		const known = byName.get(field.name);
		if (!known) return [];
		const { title: _title, ...rest } = known;
		return [{ ...rest, ...field }];
	});
}

function askableCustomField({
	key,
	name,
	type,
	options,
	former_options,
	required,
}: CustomField): AvailableField {
	return {
		name: nameOfCustomField(key),
		title: name,
		label: name,
		type,
		options,
		...(former_options && { former_options }),
		required,
		autocomplete: 'off',
		maxLength: customFieldTypes[type].maxLength ?? LONGEST_VALUE,
		key,
	};
}
