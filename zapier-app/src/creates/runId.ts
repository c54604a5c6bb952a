import type { PlainInputField } from 'zapier-platform-core';

/**
 * Returns the field for what identifies a run of the Zap, which Zapier itself tells no step.
 *
 * @param without says what happens when it is left empty
 */
export function runIdField(without: string): PlainInputField {
	return {
		key: 'run_id',
		label: 'Run ID',
		type: 'string',
		required: false,
		helpText: `Map something that is different for each run, e.g. the ID of what started the Zap. If this step is sent again with the same Run ID and the same values within 24 hours, e.g. by a replay, nothing is done twice: it gives the answer it gave before, with **Repeated** as true. ${without}`,
	};
}

/** What happens without a Run ID to a step that creates. */
export const SAME_VALUES_ARE_ONE =
	'Without a Run ID, exactly the same values within 24 hours count as sent again, unless what they created has been deleted since.';

/** What happens without a Run ID to a step that creates or updates. */
export const ONLY_CLOSED_ONES_ARE_ONE =
	'Without a Run ID the step is carried out each time, but adds no note that the deal got within 24 hours already. Only exactly the same values that match by e-mail and close the deal count as sent again within 24 hours: a closed deal is not found by its e-mail, and there would be two.';

/** What happens without a Run ID to a step that sets values. */
export const DONE_EACH_TIME = 'Without a Run ID the step is carried out each time.';

/** What happens without a Run ID to a step that sets values and can add a note. */
export const NOTED_ONCE =
	'Without a Run ID the step is carried out each time, but adds no note that the deal got within 24 hours already.';
