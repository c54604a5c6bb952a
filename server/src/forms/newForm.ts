import type { FormSettings } from './form';

/** What a lead form has until somebody decides something else. */
export const NEW_FORM = {
	heading: '',
	button_text: 'Send',
	thank_you: 'Thank you. We will get back to you soon.',
	redirect_url: null,
	redirect_hosts: [],
	allowed_origins: [],
	consent_text: null,
	takes_plain: true,
} satisfies Partial<FormSettings>;
