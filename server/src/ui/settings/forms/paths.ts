/** Where the lead forms are listed. */
export const LIST = '/settings/lead-forms';

/** Returns where one of them is shown. */
export function pathOf(formId: string): string {
	return `${LIST}/${formId}`;
}
