import type { LeadFormField } from '../../../forms/form';
import type { AvailableField } from '../../../forms/questions';
import { type Draft, newField } from './draft';

/** A draft after a button of the builder, and the field that is looked at next. */
export type Acted = { draft: Draft; focus?: string };

/**
 * Returns the draft after a button that does not save, e.g. `up:email`, or undefined for any other.
 *
 * @param chosen the field that is chosen to be added
 */
export function act(
	draft: Draft,
	action: string,
	chosen: string,
	availableFields: AvailableField[],
): Acted | undefined {
	const [verb = '', name = ''] = action.split(/:(.*)/s);
	const index = draft.fields.findIndex((field) => field.name === name);
	return verbs[verb]?.({
		draft,
		index,
		chosen: availableFields.find((field) => field.name === chosen),
	});
}

type Acting = { draft: Draft; index: number; chosen: AvailableField | undefined };

const verbs: Record<string, (acting: Acting) => Acted> = {
	up: ({ draft, index }) => moved(draft, index, index - 1, 'up'),
	down: ({ draft, index }) => moved(draft, index, index + 1, 'down'),
	remove: ({ draft, index }) => ({
		draft: { ...draft, fields: draft.fields.filter((_, at) => at !== index) },
		focus: 'add',
	}),
	add: ({ draft, chosen }) => {
		if (!chosen || draft.fields.some(({ name }) => name === chosen.name)) return { draft };
		return {
			draft: { ...draft, fields: [...draft.fields, newField(chosen)] },
			focus: `label:${chosen.name}`,
		};
	},
	refresh: ({ draft }) => ({ draft, focus: 'stage_id' }),
};

function moved(draft: Draft, from: number, to: number, verb: string): Acted {
	const field = draft.fields[from];
	if (!field) return { draft };
	const fields: LeadFormField[] = draft.fields.filter((_, at) => at !== from);
	fields.splice(Math.max(0, to), 0, field);
	return { draft: { ...draft, fields }, focus: `${verb}:${field.name}` };
}
