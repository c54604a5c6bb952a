/** Help text of the option --agency. */
export const AGENCY_HELP =
	'an agency key: it reaches every workspace, blueprint and key, but never deals, contacts or events';
