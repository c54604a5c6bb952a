import type { PlainInputField } from 'zapier-platform-core';

/**
 * Returns the field for what identifies a run of the Zap, which Zapier itself passes to no step.
 *
 * @param without says what happens when it is left empty
 */
export function runIdField(without: string): PlainInputField {
	return {
		key: 'run_id',
		label: 'Run ID',
		type: 'string',
		required: false,
		helpText: `Map something that is different for each run, e.g. the ID from the trigger. If this step runs again with the same Run ID and the same values within 24 hours, e.g. in a replay, nothing is done twice: it returns the same result as before, with **Repeated** set to true. ${without}`,
	};
}

/** What happens without a Run ID. */
export const DONE_EACH_TIME = 'Without a Run ID the step is carried out each time.';

/** What happens besides without a Run ID to a step that creates or updates. */
export const CLOSED_IS_NOT_FOUND =
	'If it matches by email and closes the deal, it then creates a second deal when it runs again, because closed deals are not found by email address.';

/** What the description of an action says that makes something new. */
export const MAKES_ANOTHER =
	'If the step runs again, e.g. in a replay, it creates another one, unless Run ID shows that it is the same run.';

/** What the description of an action says that can add a note. */
export const NOTED_ONCE =
	'A note that was already added to the deal within the last 24 hours is not added again, unless Run ID shows that it is a different run.';
