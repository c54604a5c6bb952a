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

/** What happens without a Run ID. */
export const DONE_EACH_TIME = 'Without a Run ID the step is carried out each time.';

/** What happens besides without a Run ID to a step that creates or updates. */
export const CLOSED_IS_NOT_FOUND =
	'One that matches by email and closes the deal then makes a second one when it is sent again, because a closed deal is not found by the email address.';

/** What the description of an action says that makes something new. */
export const MAKES_ANOTHER =
	'Sent again, e.g. by a replay, it creates another one, unless Run ID tells that it is the same run.';

/** What the description of an action says that can add a note. */
export const NOTED_ONCE =
	'A note that the deal got within the last 24 hours already is not added again, unless Run ID tells that it is another run.';
