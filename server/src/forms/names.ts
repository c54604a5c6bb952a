import { builtIns } from './builtIns';

/** Where a visit came from, as the names of inputs and of a submission's properties. */
export const TRACKING = [
	'utm_source',
	'utm_medium',
	'utm_campaign',
	'utm_term',
	'utm_content',
	'referrer',
	'landing_page',
] as const;

/**
 * Inputs that are no answers. People never see `trap`; who fills it in is a program. Its name means nothing to the
 * autofill of browsers and password managers, which would fill in a homepage or an address for people.
 */
export const INPUTS = {
	token: 'form_token',
	trap: 'second_note',
	consent: 'consent',
	redirect: 'redirect_to',
} as const;

const RESERVED = new Set<string>([...Object.keys(builtIns), ...TRACKING, ...Object.values(INPUTS)]);

/** Returns the name under which a form asks a custom field: its key, unless that means something else here. */
export function nameOfCustomField(key: string): string {
	return RESERVED.has(key) ? `custom.${key}` : key;
}
