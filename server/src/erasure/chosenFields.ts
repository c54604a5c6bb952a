import { customFieldTypes } from '../../../contract/customFieldTypes';
import { type PersonalDealField, personalDealFields } from '../../../contract/personalDealFields';
import type { CustomField, ErasureInput, InputError } from '../../../contract/types';
import { didYouMean, inQuotes } from '../../../contract/nearest';
import { invalidInput, MOST_FAULTS } from '../problems/problems';
import type { LoadedPipeline } from '../pipelines/store';

/** What is taken out of a person's deals. */
export type ErasedFields = {
	fields: ReadonlySet<PersonalDealField>;
	/** Keys of custom fields, of any pipeline. */
	customFields: ReadonlySet<string>;
};

/**
 * Returns what is to be taken out of deals; what is not chosen is as much as may hold something about a person.
 *
 * @throws invalid_input for a custom field that does not exist
 */
export function chosenFields(
	{ deal_fields = personalDealFields, custom_fields }: ErasureInput,
	pipelines: LoadedPipeline[],
): ErasedFields {
	const all = pipelines.flatMap(({ fields }) => fields);
	const chosen = custom_fields ?? all.filter(mayBePersonal).map(({ key }) => key);
	const known = new Set(all.flatMap(({ id, key }) => [id, key]));
	const unknown = chosen.flatMap((name, index) => (known.has(name) ? [] : { name, index }));
	const errors = unknown.slice(0, MOST_FAULTS).map(({ name, index }): InputError => {
		const detail = `There is no custom field ${inQuotes(name)}.${didYouMean(name, keysOf(all))} List them with GET /api-custom-fields.`;
		return { pointer: `/custom_fields/${index}`, detail };
	});
	if (errors.length > 0) throw invalidInput(errors);
	const wanted = new Set(chosen);
	const isChosen = ({ id, key }: CustomField) => wanted.has(id) || wanted.has(key);
	return {
		fields: new Set(deal_fields),
		customFields: new Set(keysOf(all.filter(isChosen))),
	};
}

/** Returns whether anything may have been typed into a custom field. */
export function mayBePersonal({ type }: CustomField): boolean {
	return ['text', 'email', 'web_address'].includes(customFieldTypes[type].shape);
}

function keysOf(fields: CustomField[]): string[] {
	return fields.map(({ key }) => key);
}
