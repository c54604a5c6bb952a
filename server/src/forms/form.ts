/** One thing a form asks. Its name is also the name of the input and the key in a submission's fields. */
export type LeadFormField = {
	name: string;
	label: string;
	help: string;
	placeholder: string;
	required: boolean;
};

/** What the owner of a lead form decides. */
export type FormSettings = {
	name: string;
	/** Stands above the hosted form; empty: the form's name does. */
	heading: string;
	pipeline_id: string;
	/** The stage new deals start in. */
	stage_id: string;
	fields: LeadFormField[];
	button_text: string;
	/** What a visitor reads afterwards, unless there is a redirect. */
	thank_you: string;
	redirect_url: string | null;
	/** Further hosts that a page may name as the place to go afterwards. */
	redirect_hosts: string[];
	/** Origins of the pages that may show and send the form; none: any page may. */
	allowed_origins: string[];
	/** What a visitor has to agree to; null: nothing. */
	consent_text: string | null;
	/** Whether a form without a token, as written into a page by hand, is taken. */
	takes_plain: boolean;
};

/** A lead form as it is stored. */
export type LeadForm = FormSettings & {
	id: string;
	workspace_id: string;
	/** How many submissions were taken for spam. */
	spam: number;
	created_at: string;
	/** Names it had before, the latest first. */
	former_names: string[];
};
