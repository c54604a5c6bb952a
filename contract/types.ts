// Generated from contract/schemas by `npm run generate`. Do not edit.

/**
 * What a custom field holds.
 */
export type CustomFieldType =
	| 'text'
	| 'long_text'
	| 'number'
	| 'date'
	| 'boolean'
	| 'select'
	| 'multi_select'
	| 'url'
	| 'email'
	| 'phone';
/**
 * Names of the fields that changed.
 */
export type ChangedFields = string[];
/**
 * A value of a custom field: text, number, true or false, or a list of options; null clears it.
 *
 * @maxItems 500
 */
export type CustomFieldValue = string | number | boolean | string[] | null;
/**
 * Labels of the deal.
 */
export type Labels = string[];
/**
 * Links to conversations with the contact.
 */
export type ConversationLinks = {
	/**
	 * Address of the conversation, e.g. https://app.smartlead.ai/inbox/4711.
	 */
	url: string;
	/**
	 * What the link is called, e.g. Smartlead.
	 */
	label: string | null;
}[];
/**
 * Labels of the deal, e.g. cold email; they replace the labels it had.
 *
 * @maxItems 50
 */
export type Labels1 = string[] | null;
/**
 * Links to conversations with the contact, e.g. the thread in Smartlead or LinkedIn; they replace the links it had. Of two with the same URL, the last one counts.
 *
 * @maxItems 10
 */
export type ConversationLinks1 =
	| {
			/**
			 * Address of the conversation, e.g. https://app.smartlead.ai/inbox/4711.
			 */
			url: string;
			/**
			 * What the link is called, in one line, e.g. Smartlead.
			 */
			label?: string | null;
	  }[]
	| null;
/**
 * What can happen.
 */
export type EventName =
	| 'deal.created'
	| 'deal.updated'
	| 'deal.stage_changed'
	| 'deal.won'
	| 'deal.lost'
	| 'deal.deleted'
	| 'contact.created'
	| 'contact.updated'
	| 'contact.deleted'
	| 'form.submitted';
/**
 * The old values of what changed; null when nothing existed before.
 */
export type Previous = {
	[k: string]: unknown;
} | null;
/**
 * Names of the fields that changed, e.g. value or custom_fields.industry.
 */
export type ChangedFields1 = string[];
/**
 * The events to send, in any combination.
 *
 * @minItems 1
 * @maxItems 10
 */
export type Events = EventName[];
/**
 * Send an update only when one of these fields changed, e.g. value or custom_fields.industry.
 *
 * @maxItems 50
 */
export type ChangedFields2 = string[] | null;
/**
 * The events that are sent.
 */
export type Events1 = EventName[];

/**
 * What an agency key is.
 */
export interface Agency {
	/**
	 * The agency key of the request.
	 */
	key: {
		/**
		 * Identifies the agency key.
		 */
		id: string;
		/**
		 * Name given when the key was created.
		 */
		name: string;
	};
	/**
	 * Version of the service.
	 */
	version: string;
}
/**
 * A message about a webhook, as it is sent in the format JSON.
 */
export interface Alert {
	/**
	 * What happened: every delivery has failed for an hour, Fluid paused the webhook, it works again, or somebody asked for a test.
	 */
	type: 'webhook.failing' | 'webhook.paused' | 'webhook.recovered' | 'test';
	/**
	 * The same in a sentence, for people.
	 */
	text: string;
	/**
	 * When the message was written.
	 */
	timestamp: string;
	/**
	 * The workspace of the webhook.
	 */
	workspace: {
		/**
		 * Identifies the workspace.
		 */
		id: string;
		/**
		 * Name of the workspace.
		 */
		name: string;
	};
	/**
	 * The webhook the message is about; null in a test.
	 */
	webhook: {
		/**
		 * Identifies the webhook.
		 */
		id: string;
		/**
		 * Name of the webhook; null when it has none.
		 */
		name: string | null;
		/**
		 * Where its events are sent; null for one that is pulled and has none.
		 */
		url: string | null;
		/**
		 * Since when every delivery has failed; null when that is not so.
		 */
		failing_since: string | null;
		/**
		 * Why it is paused; null when it is not.
		 */
		paused_reason: string | null;
	} | null;
	/**
	 * The page in Settings that shows more; null when Fluid does not know its own address.
	 */
	settings_url: string | null;
}
/**
 * Where Fluid should send a message when a webhook has trouble.
 */
export interface AlertsInput {
	/**
	 * An incoming webhook URL of Slack, or any URL that takes JSON. Null turns alerts off.
	 */
	url: string | null;
	/**
	 * Slack sends one text, JSON sends the details as fields. If you leave it out, the same URL keeps its format; of others, a URL of Slack gets the first and any other the second.
	 */
	format?: 'slack' | 'json';
}
/**
 * Where Fluid sends a message when a webhook of the workspace has trouble.
 */
export interface Alerts {
	/**
	 * Where messages are sent; null while alerts are off.
	 */
	url: string | null;
	/**
	 * Slack sends one text, which Slack, Mattermost and Google Chat show; JSON sends the details as fields. Null while alerts are off.
	 */
	format: 'slack' | 'json' | null;
	/**
	 * Why the last message did not arrive; null if it did, or if none was sent yet.
	 */
	last_error: string | null;
	/**
	 * When the URL or the format was changed last; null while alerts are off.
	 */
	updated_at: string | null;
}
/**
 * An API key that no longer gives access, and the webhooks that were created with it.
 */
export interface ApiKeyDeletion {
	key: ApiKeyInfo;
	/**
	 * The webhooks that were created with the key. They go on sending unless they are paused.
	 */
	webhooks: {
		/**
		 * Identifies the webhook.
		 */
		id: string;
		/**
		 * Name of the webhook; null when it has none.
		 */
		name: string | null;
		/**
		 * Where it sends events; null for one that is pulled and has none.
		 */
		url: string | null;
		/**
		 * Whether it sends events, or holds them.
		 */
		status: 'active' | 'paused';
	}[];
}
/**
 * An API key of a workspace; the key itself is shown once, when it is created.
 */
export interface ApiKeyInfo {
	/**
	 * Identifies the API key.
	 */
	id: string;
	/**
	 * Identifies the workspace.
	 */
	workspace_id: string;
	/**
	 * Name given when the key was created.
	 */
	name: string;
	/**
	 * The last four characters of the key.
	 */
	last_four: string;
	/**
	 * When it was created.
	 */
	created_at: string;
	/**
	 * When it was last used, to the minute; null when it never was.
	 */
	last_used_at: string | null;
}
/**
 * A new API key of a workspace.
 */
export interface ApiKeyInput {
	/**
	 * The workspace it is for.
	 */
	workspace_id: string;
	/**
	 * What will use it, e.g. n8n; no other key of the workspace has the name.
	 */
	name: string;
	/**
	 * Whether a key that has the name is deleted first; otherwise it is refused.
	 */
	replace?: boolean;
}
/**
 * One attempt of a delivery.
 */
export interface Attempt {
	/**
	 * Number of the attempt, from 1.
	 */
	number: number;
	/**
	 * When the request was sent.
	 */
	started_at: string;
	/**
	 * Milliseconds until the response or the failure.
	 */
	duration_ms: number;
	/**
	 * The headers that were sent, with the Authorization header hidden; null if none were sent, e.g. because there was no connection.
	 */
	request_headers: {
		[k: string]: string;
	} | null;
	/**
	 * HTTP status of the response; null if there was none.
	 */
	status_code: number | null;
	/**
	 * The first 16 KB of the response.
	 */
	answer: string | null;
	/**
	 * Why the attempt failed; null when it succeeded.
	 */
	error: string | null;
}
/**
 * A lead form that a workspace should have, by names and never by IDs. Where visitors go afterwards and which sites may show it belong to a client's own website and are no part of it.
 */
export interface BlueprintForm {
	/**
	 * Name of the lead form, by which it is found.
	 */
	name: string;
	/**
	 * What stands above the hosted form; its name when empty.
	 */
	heading?: string;
	/**
	 * Name of the pipeline its deals go to.
	 */
	pipeline: string;
	/**
	 * Name of the stage its deals start in.
	 */
	stage: string;
	/**
	 * What the form asks, in its order.
	 *
	 * @minItems 1
	 * @maxItems 500
	 */
	fields: {
		/**
		 * What it asks: a field that every form has, e.g. email, or the key of a custom field of the pipeline.
		 */
		name: string;
		/**
		 * The label visitors see; the field's own when left out.
		 */
		label?: string;
		/**
		 * A line below it.
		 */
		help?: string;
		/**
		 * What stands in it while it is empty.
		 */
		placeholder?: string;
		/**
		 * Whether the form requires an answer.
		 */
		required?: boolean;
	}[];
	/**
	 * What stands on the button.
	 */
	button_text?: string;
	/**
	 * What a visitor reads afterwards.
	 */
	thank_you?: string;
	/**
	 * What a visitor has to agree to; null for nothing.
	 */
	consent_text?: string | null;
	/**
	 * Whether a form that was written into a page by hand is taken as well.
	 */
	takes_plain?: boolean;
}
/**
 * What bringing a workspace to a blueprint did.
 */
export interface BlueprintOutcome {
	/**
	 * A sentence for each change; none when everything was there.
	 */
	changes: string[];
	/**
	 * What the workspace has and the blueprint does not name.
	 */
	kept: string[];
	/**
	 * What has been renamed since and keeps the name it has; with rename=true it is called as in the blueprint again.
	 */
	other_names: string[];
	/**
	 * What to look after, because a change affects something that is in use.
	 */
	warnings: string[];
}
/**
 * The pipelines, stages, custom fields and lead forms a workspace should have, by their names.
 */
export interface Blueprint {
	/**
	 * The pipelines in their order.
	 *
	 * @minItems 1
	 * @maxItems 500
	 */
	pipelines: {
		/**
		 * Name of the pipeline.
		 */
		name: string;
		/**
		 * Names of its stages in order.
		 *
		 * @minItems 1
		 * @maxItems 500
		 */
		stages: string[];
		/**
		 * Its custom fields in their order.
		 *
		 * @maxItems 500
		 */
		custom_fields?: {
			/**
			 * Label of the field.
			 */
			name: string;
			/**
			 * Key of the field; made from the name when left out.
			 */
			key?: string;
			type: CustomFieldType;
			/**
			 * Choices of a select or multi_select field.
			 *
			 * @maxItems 1000
			 */
			options?: string[];
			/**
			 * Whether a new deal must have a value.
			 */
			required?: boolean;
		}[];
	}[];
	/**
	 * Its lead forms, in the order in which they are made.
	 *
	 * @maxItems 200
	 */
	forms?: BlueprintForm[];
}
/**
 * The result for one contact in a list: the contact, or the problem.
 */
export interface BulkContact {
	/**
	 * Position in the input, from 0.
	 */
	index: number;
	/**
	 * What was done.
	 */
	action: 'created' | 'updated' | 'unchanged' | 'failed';
	changed_fields?: ChangedFields;
	contact?: Contact;
	problem?: Problem;
}
/**
 * The person a deal is with.
 */
export interface Contact {
	/**
	 * Identifies the contact.
	 */
	id: string;
	/**
	 * Full name.
	 */
	name: string | null;
	/**
	 * Given name.
	 */
	first_name: string | null;
	/**
	 * Family name.
	 */
	last_name: string | null;
	/**
	 * Email address; it identifies the contact.
	 */
	email: string | null;
	/**
	 * Phone number as entered.
	 */
	phone: string | null;
	/**
	 * Position in the company.
	 */
	title: string | null;
	/**
	 * Address of the LinkedIn profile.
	 */
	linkedin_url: string | null;
	/**
	 * The company the contact works for.
	 */
	company: Company | null;
	/**
	 * When the contact was created.
	 */
	created_at: string;
	/**
	 * When the contact last changed.
	 */
	updated_at: string;
}
/**
 * The company a deal is with.
 */
export interface Company {
	/**
	 * Identifies the company.
	 */
	id: string;
	/**
	 * Name of the company.
	 */
	name: string;
	/**
	 * Web domain of the company, e.g. acme.example.
	 */
	domain: string | null;
}
/**
 * Why a request was refused (RFC 9457) and what to do next.
 */
export interface Problem {
	/**
	 * Address of the code's description.
	 */
	type: string;
	/**
	 * The kind of problem in a few words.
	 */
	title: string;
	/**
	 * HTTP status.
	 */
	status: number;
	/**
	 * One sentence that says what to do next.
	 */
	detail: string;
	/**
	 * Stable name of the problem.
	 */
	code: string;
	/**
	 * Quote it when you ask for help.
	 */
	request_id: string;
	/**
	 * The values that the sentence mentions, by name, for clients that write their own.
	 */
	params?: {
		[k: string]: unknown;
	};
	/**
	 * What is wrong with the input, place by place: up to 20 faults of a deal or contact, and up to 1,000 where atomic refuses all.
	 */
	errors?: InputError[];
	/**
	 * The deals that match, when more than one does.
	 */
	candidates?: Candidate[];
}
/**
 * One thing wrong with the input.
 */
export interface InputError {
	/**
	 * Where in the input (JSON Pointer), e.g. /contact/email.
	 */
	pointer: string;
	/**
	 * What is wrong and what to do.
	 */
	detail: string;
	/**
	 * Stable name of the kind of fault, e.g. too_long; servers of earlier versions do not send it.
	 */
	code?: string;
	/**
	 * The values that the sentence mentions, by name, e.g. the limit.
	 */
	params?: {
		[k: string]: unknown;
	};
}
/**
 * One of several matching deals.
 */
export interface Candidate {
	/**
	 * Identifies the deal.
	 */
	id: string;
	/**
	 * Name of the deal.
	 */
	name: string;
	/**
	 * The deal's ID in another system.
	 */
	external_id: string | null;
	/**
	 * The stage the deal is in.
	 */
	stage_name: string;
	/**
	 * Address of the deal's page.
	 */
	url: string;
}
/**
 * Up to 1,000 contacts in one request.
 */
export interface BulkContactsInput {
	/**
	 * The contacts, each as in a single request; one whose email address is known is updated.
	 *
	 * @minItems 1
	 * @maxItems 1000
	 */
	contacts: NewContact[];
}
/**
 * A contact to create, with at least an email address or a name, or to update.
 */
export interface NewContact {
	/**
	 * Email address, e.g. ada@example.com; it identifies the contact.
	 */
	email?: string | null;
	/**
	 * Full name, e.g. Ada Lovelace; leave it out when you give first and last name.
	 */
	name?: string | null;
	/**
	 * Given name, e.g. Ada.
	 */
	first_name?: string | null;
	/**
	 * Family name, e.g. Lovelace.
	 */
	last_name?: string | null;
	/**
	 * Phone number in any notation, e.g. +44 20 7946 0018.
	 */
	phone?: string | null;
	/**
	 * Position in the company, e.g. Head of Operations.
	 */
	title?: string | null;
	/**
	 * Address of the LinkedIn profile, starting with https://.
	 */
	linkedin_url?: string | null;
	/**
	 * The company the deal is with: its name, or name and domain.
	 */
	company?: string | CompanyInput | null;
	/**
	 * Whether to create or update (upsert) by email address, only create, or only update. When left out: create, and upsert in a list of contacts.
	 */
	mode?: 'upsert' | 'create' | 'update';
}
/**
 * The company of a deal, found by domain, else by name, or created.
 */
export interface CompanyInput {
	/**
	 * Name of the company, e.g. Acme.
	 */
	name?: string;
	/**
	 * Web domain of the company, e.g. acme.example; it identifies the company.
	 */
	domain?: string | null;
}
/**
 * What became of each contact, in input order.
 */
export interface BulkContactsResult {
	/**
	 * How many contacts were created.
	 */
	created: number;
	/**
	 * How many contacts were updated.
	 */
	updated: number;
	/**
	 * How many contacts were as given already.
	 */
	unchanged: number;
	/**
	 * How many contacts were refused.
	 */
	failed: number;
	/**
	 * One result for each contact.
	 */
	results: BulkContact[];
}
/**
 * A deal in the results of a list: like everywhere else, but without its notes.
 */
export interface BulkDeal {
	/**
	 * Identifies the deal.
	 */
	id: string;
	/**
	 * The deal's ID in another system.
	 */
	external_id: string | null;
	/**
	 * Name of the deal.
	 */
	name: string;
	/**
	 * What the deal is worth, in its currency.
	 */
	value: number | null;
	/**
	 * ISO 4217 code.
	 */
	currency: string;
	/**
	 * Whether the deal is open, won or lost.
	 */
	status: 'open' | 'won' | 'lost';
	/**
	 * Why the deal was lost.
	 */
	lost_reason: string | null;
	/**
	 * Day on which the deal is expected to be won.
	 */
	expected_close_date: string | null;
	/**
	 * The deal's pipeline.
	 */
	pipeline_id: string;
	/**
	 * Name of the deal's pipeline.
	 */
	pipeline_name: string;
	/**
	 * The stage the deal is in.
	 */
	stage_id: string;
	/**
	 * Name of the stage the deal is in.
	 */
	stage_name: string;
	/**
	 * The person the deal is with.
	 */
	contact: Contact | null;
	/**
	 * The company the deal is with.
	 */
	company: Company | null;
	custom_fields: CustomFields;
	/**
	 * When to follow up on the deal.
	 */
	reminder: Reminder | null;
	labels: Labels;
	/**
	 * Email address of the person responsible.
	 */
	owner_email: string | null;
	/**
	 * Where the deal came from.
	 */
	source: string | null;
	conversation_links: ConversationLinks;
	/**
	 * How many notes the deal has in all.
	 */
	notes_count: number;
	/**
	 * Address of the deal's page in Fluid.
	 */
	url: string;
	/**
	 * When the deal was created.
	 */
	created_at: string;
	/**
	 * When the deal last changed.
	 */
	updated_at: string;
}
/**
 * Values of the pipeline's custom fields by key.
 */
export interface CustomFields {
	[k: string]: CustomFieldValue;
}
/**
 * When to follow up on a deal, and why.
 */
export interface Reminder {
	/**
	 * When the reminder is due.
	 */
	at: string;
	/**
	 * What to do then.
	 */
	note: string | null;
	/**
	 * Overdue (an earlier day), due today or scheduled, by the calendar day in UTC.
	 */
	state: 'overdue' | 'due_today' | 'scheduled';
}
/**
 * Up to 1,000 deals in one request.
 */
export interface BulkInput {
	/**
	 * The deals, each as in a single request.
	 *
	 * @minItems 1
	 * @maxItems 1000
	 */
	deals: DealInput[];
}
/**
 * A deal to create or update. Fields left out stay unchanged; null clears a field.
 */
export interface DealInput {
	/**
	 * Name of the deal, e.g. Acme website; needed when the deal is created.
	 */
	name?: string;
	/**
	 * Which deal to update.
	 */
	id?: string;
	/**
	 * The deal's ID in your system, e.g. smartlead-4711. Sending the same ID again updates the same deal.
	 */
	external_id?: string | null;
	/**
	 * What the deal is worth, with at most two decimals, e.g. 4800.
	 */
	value?: number | null;
	/**
	 * ISO 4217 code, e.g. EUR; the workspace's currency when left out.
	 */
	currency?: string;
	/**
	 * The deal's pipeline; the first pipeline when left out.
	 */
	pipeline_id?: string;
	/**
	 * Name of the pipeline, instead of its ID, e.g. Sales.
	 */
	pipeline?: string;
	/**
	 * The deal's stage; the pipeline's first stage when left out.
	 */
	stage_id?: string;
	/**
	 * Name of the stage in that pipeline, instead of its ID, e.g. Contacted.
	 */
	stage?: string;
	/**
	 * Whether the deal is open, won or lost; a new deal is open.
	 */
	status?: 'open' | 'won' | 'lost';
	/**
	 * Why the deal was lost, e.g. No budget.
	 */
	lost_reason?: string | null;
	/**
	 * Day on which the deal is expected to be won, e.g. 2026-12-15.
	 */
	expected_close_date?: string | null;
	/**
	 * The person the deal is with.
	 */
	contact?: ContactInput | null;
	/**
	 * The company the deal is with: its name, or name and domain.
	 */
	company?: string | CompanyInput | null;
	custom_fields?: CustomFields1;
	/**
	 * When to follow up on the deal; null removes the reminder.
	 */
	reminder?: ReminderInput | null;
	labels?: Labels1;
	/**
	 * Email address of the person responsible, e.g. grace@agency.example.
	 */
	owner_email?: string | null;
	/**
	 * Where the deal came from, e.g. Smartlead.
	 */
	source?: string | null;
	conversation_links?: ConversationLinks1;
	/**
	 * Text added to the deal's notes.
	 */
	note?: string;
	/**
	 * How to find the deal to update; email means the contact's one open deal in the pipeline. When left out: by ID if given, otherwise by external ID if given, otherwise a new deal is created.
	 */
	match_on?: 'id' | 'external_id' | 'email' | 'none';
	/**
	 * Whether to create or update (upsert), only create, or only update.
	 */
	mode?: 'upsert' | 'create' | 'update';
	/**
	 * What to do with a contact and company that already exist: overwrite replaces their values with the ones sent, fill only fills in empty fields and clears nothing; overwrite when left out.
	 */
	contact_rule?: 'overwrite' | 'fill';
	on_create?: OnCreate;
}
/**
 * The person a deal is with, found by email address or created.
 */
export interface ContactInput {
	/**
	 * Email address, e.g. ada@example.com; it identifies the contact.
	 */
	email?: string | null;
	/**
	 * Full name, e.g. Ada Lovelace; leave it out when you give first and last name.
	 */
	name?: string | null;
	/**
	 * Given name, e.g. Ada.
	 */
	first_name?: string | null;
	/**
	 * Family name, e.g. Lovelace.
	 */
	last_name?: string | null;
	/**
	 * Phone number in any notation, e.g. +44 20 7946 0018.
	 */
	phone?: string | null;
	/**
	 * Position in the company, e.g. Head of Operations.
	 */
	title?: string | null;
	/**
	 * Address of the LinkedIn profile, starting with https://.
	 */
	linkedin_url?: string | null;
}
/**
 * Values of the pipeline's custom fields by key, ID or name.
 */
export interface CustomFields1 {
	[k: string]: CustomFieldValue;
}
/**
 * When to follow up on a deal: a date and time, or a number of days from now.
 */
export interface ReminderInput {
	/**
	 * Date and time with zone, e.g. 2026-12-01T09:00:00Z.
	 */
	at?: string;
	/**
	 * Days from now, e.g. 3; 0 is today.
	 */
	in_days?: number;
	/**
	 * What to do then, e.g. Send the proposal.
	 */
	note?: string | null;
}
/**
 * Fields used only when the deal is created. There they take precedence over the same fields outside on_create, one by one within contact, company and custom fields. They are never used to find the deal.
 */
export interface OnCreate {
	/**
	 * Name of the deal, e.g. Acme website; needed when the deal is created.
	 */
	name?: string;
	/**
	 * The deal's ID in your system, e.g. smartlead-4711. Sending the same ID again updates the same deal.
	 */
	external_id?: string | null;
	/**
	 * What the deal is worth, with at most two decimals, e.g. 4800.
	 */
	value?: number | null;
	/**
	 * ISO 4217 code, e.g. EUR; the workspace's currency when left out.
	 */
	currency?: string;
	/**
	 * The deal's pipeline; the first pipeline when left out.
	 */
	pipeline_id?: string;
	/**
	 * Name of the pipeline, instead of its ID, e.g. Sales.
	 */
	pipeline?: string;
	/**
	 * The deal's stage; the pipeline's first stage when left out.
	 */
	stage_id?: string;
	/**
	 * Name of the stage in that pipeline, instead of its ID, e.g. Contacted.
	 */
	stage?: string;
	/**
	 * Whether the deal is open, won or lost; a new deal is open.
	 */
	status?: 'open' | 'won' | 'lost';
	/**
	 * Why the deal was lost, e.g. No budget.
	 */
	lost_reason?: string | null;
	/**
	 * Day on which the deal is expected to be won, e.g. 2026-12-15.
	 */
	expected_close_date?: string | null;
	/**
	 * The person the deal is with.
	 */
	contact?: ContactInput | null;
	/**
	 * The company the deal is with: its name, or name and domain.
	 */
	company?: string | CompanyInput | null;
	custom_fields?: CustomFields1;
	/**
	 * When to follow up on the deal; null removes the reminder.
	 */
	reminder?: ReminderInput | null;
	labels?: Labels1;
	/**
	 * Email address of the person responsible, e.g. grace@agency.example.
	 */
	owner_email?: string | null;
	/**
	 * Where the deal came from, e.g. Smartlead.
	 */
	source?: string | null;
	conversation_links?: ConversationLinks1;
	/**
	 * Text added to the deal's notes.
	 */
	note?: string;
	/**
	 * What to do with a contact and company that already exist: overwrite replaces their values with the ones sent, fill only fills in empty fields and clears nothing; overwrite when left out.
	 */
	contact_rule?: 'overwrite' | 'fill';
}
/**
 * The result for one deal in a list: the deal, or the problem.
 */
export interface BulkItem {
	/**
	 * Position in the input, from 0.
	 */
	index: number;
	/**
	 * What was done.
	 */
	action: 'created' | 'updated' | 'unchanged' | 'failed';
	changed_fields?: ChangedFields;
	deal?: BulkDeal;
	/**
	 * What to look after although the change was made, e.g. a stage that has another name now; absent if nothing.
	 */
	warnings?: Warning[];
	problem?: Problem;
}
/**
 * Something to look after although the change was made.
 */
export interface Warning {
	/**
	 * Where in the input (JSON Pointer), e.g. /stage.
	 */
	pointer: string;
	/**
	 * What it is and what to do.
	 */
	detail: string;
	/**
	 * Stable name of the kind of warning; old_name for a pipeline, stage, custom field or option that was found under a name it had before.
	 */
	code: 'old_name';
	/**
	 * The values that the sentence mentions, by name, e.g. the old and the new name.
	 */
	params: {
		[k: string]: unknown;
	};
}
/**
 * The result for each deal, in input order.
 */
export interface BulkResult {
	/**
	 * How many deals were created.
	 */
	created: number;
	/**
	 * How many deals were updated.
	 */
	updated: number;
	/**
	 * How many deals had these values already.
	 */
	unchanged: number;
	/**
	 * How many deals were refused.
	 */
	failed: number;
	/**
	 * One result for each deal.
	 */
	results: BulkItem[];
}
/**
 * A change with all of its events, exactly as it is delivered to a webhook that delivers each change.
 */
export interface ChangeMessage {
	/**
	 * Identifies the change; the same on every try of its delivery, and when it is replayed.
	 */
	id: string;
	type: EventName;
	/**
	 * All events of the change that the webhook is subscribed to and that match its filters, the most specific first.
	 *
	 * @minItems 1
	 */
	types: EventName[];
	/**
	 * When it happened.
	 */
	timestamp: string;
	/**
	 * The workspace it happened in.
	 */
	workspace_id: string;
	/**
	 * The deal's or the form's pipeline; null for contacts.
	 */
	pipeline_id: string | null;
	/**
	 * The stage the deal is in, or starts in; null for contacts.
	 */
	stage_id: string | null;
	/**
	 * Counts the events of the workspace: the larger one happened later.
	 */
	sequence: number;
	data: EventData;
	previous: Previous;
	changed_fields: ChangedFields1;
	/**
	 * True for what a proof of a roll-out made; only webhooks that ask for proofs get such events. Left out otherwise.
	 */
	proof?: boolean;
	/**
	 * True for what undoing a run changed; only webhooks that ask for it get such events. Left out otherwise.
	 */
	undo?: boolean;
}
/**
 * The full object the event is about; for a deletion, as it last was.
 */
export interface EventData {
	deal?: Deal;
	contact?: Contact;
	form?: Form;
	submission?: Submission;
}
/**
 * A possible sale, the same object in every answer and every event.
 */
export interface Deal {
	/**
	 * Identifies the deal.
	 */
	id: string;
	/**
	 * The deal's ID in another system.
	 */
	external_id: string | null;
	/**
	 * Name of the deal.
	 */
	name: string;
	/**
	 * What the deal is worth, in its currency.
	 */
	value: number | null;
	/**
	 * ISO 4217 code.
	 */
	currency: string;
	/**
	 * Whether the deal is open, won or lost.
	 */
	status: 'open' | 'won' | 'lost';
	/**
	 * Why the deal was lost.
	 */
	lost_reason: string | null;
	/**
	 * Day on which the deal is expected to be won.
	 */
	expected_close_date: string | null;
	/**
	 * The deal's pipeline.
	 */
	pipeline_id: string;
	/**
	 * Name of the deal's pipeline.
	 */
	pipeline_name: string;
	/**
	 * The stage the deal is in.
	 */
	stage_id: string;
	/**
	 * Name of the stage the deal is in.
	 */
	stage_name: string;
	/**
	 * The person the deal is with.
	 */
	contact: Contact | null;
	/**
	 * The company the deal is with.
	 */
	company: Company | null;
	custom_fields: CustomFields;
	/**
	 * When to follow up on the deal.
	 */
	reminder: Reminder | null;
	labels: Labels;
	/**
	 * Email address of the person responsible.
	 */
	owner_email: string | null;
	/**
	 * Where the deal came from.
	 */
	source: string | null;
	conversation_links: ConversationLinks;
	/**
	 * The 20 newest notes, newest first, with up to 1,000 characters of each.
	 */
	notes: Note[];
	/**
	 * How many notes the deal has in all.
	 */
	notes_count: number;
	/**
	 * Address of the deal's page in Fluid.
	 */
	url: string;
	/**
	 * When the deal was created.
	 */
	created_at: string;
	/**
	 * When the deal last changed.
	 */
	updated_at: string;
}
/**
 * A note on a deal.
 */
export interface Note {
	/**
	 * Text of the note; a deal includes its first 1,000 characters.
	 */
	text: string;
	/**
	 * Length of the whole note in characters; the deal's list of notes has the full text.
	 */
	text_length: number;
	/**
	 * When it was written.
	 */
	created_at: string;
}
/**
 * A lead form.
 */
export interface Form {
	/**
	 * Identifies the lead form.
	 */
	id: string;
	/**
	 * Name of the lead form.
	 */
	name: string;
	/**
	 * The pipeline its deals go to.
	 */
	pipeline_id: string;
	/**
	 * Name of that pipeline.
	 */
	pipeline_name: string;
	/**
	 * The stage its deals start in.
	 */
	stage_id: string;
	/**
	 * Name of that stage.
	 */
	stage_name: string;
	/**
	 * What the form asks, in its order.
	 */
	fields: FormField[];
	/**
	 * Address of the hosted form.
	 */
	url: string;
}
/**
 * One question of a lead form.
 */
export interface FormField {
	/**
	 * Its key in the fields of a submission.
	 */
	name: string;
	/**
	 * The label visitors see.
	 */
	label: string;
	type: CustomFieldType;
	/**
	 * Whether the form requires an answer.
	 */
	required: boolean;
}
/**
 * What a visitor sent with a lead form.
 */
export interface Submission {
	/**
	 * Identifies the submission.
	 */
	id: string;
	/**
	 * The lead form that was sent.
	 */
	form_id: string;
	/**
	 * The deal it created or updated.
	 */
	deal_id: string;
	/**
	 * The contact it created or updated.
	 */
	contact_id: string | null;
	/**
	 * What was entered, by field.
	 */
	fields: {
		[k: string]: CustomFieldValue;
	};
	/**
	 * The utm_source of the visit, e.g. newsletter.
	 */
	utm_source: string | null;
	/**
	 * The utm_medium of the visit, e.g. email.
	 */
	utm_medium: string | null;
	/**
	 * The utm_campaign of the visit, e.g. spring.
	 */
	utm_campaign: string | null;
	/**
	 * The utm_term of the visit.
	 */
	utm_term: string | null;
	/**
	 * The utm_content of the visit.
	 */
	utm_content: string | null;
	/**
	 * The page that led to the visit.
	 */
	referrer: string | null;
	/**
	 * The first page of the visit.
	 */
	landing_page: string | null;
	/**
	 * The consent text the visitor agreed to; null when the form asks for none.
	 */
	consent: string | null;
	/**
	 * When the form was sent.
	 */
	submitted_at: string;
}
/**
 * What became of deliveries that were handed out.
 */
export interface CommitInput {
	/**
	 * IDs of those that have arrived: they are never handed out again.
	 *
	 * @maxItems 200
	 */
	succeeded?: string[];
	/**
	 * Those that could not be handled: each is tried again later, by the retry schedule.
	 *
	 * @maxItems 200
	 */
	failed?: {
		/**
		 * Identifies the delivery.
		 */
		id: string;
		/**
		 * What went wrong, for the delivery log.
		 */
		error: string;
	}[];
	/**
	 * IDs of those to be handed out again at once, as if they had not been.
	 *
	 * @maxItems 200
	 */
	released?: string[];
}
/**
 * How many deliveries were marked.
 */
export interface CommitResult {
	/**
	 * How many are marked as arrived, those that were before included.
	 */
	succeeded: number;
	/**
	 * How many are tried again later, or given up.
	 */
	failed: number;
	/**
	 * How many are due again at once.
	 */
	released: number;
	/**
	 * IDs about which nothing was done: this webhook has not handed them out, or no longer has them.
	 */
	not_handed_out: string[];
}
/**
 * What to change of a company: absent means unchanged, a domain of null means none.
 */
export interface CompanyChange {
	/**
	 * Name of the company, e.g. Acme.
	 */
	name?: string;
	/**
	 * Web domain of the company, e.g. acme.example; it identifies the company.
	 */
	domain?: string | null;
}
/**
 * A company that was deleted, and what it was taken out of.
 */
export interface CompanyDeletion {
	company: Company;
	/**
	 * How many deals no longer have the company; nothing else of them changed.
	 */
	deals: number;
	/**
	 * How many contacts no longer have the company; nothing else of them changed.
	 */
	contacts: number;
}
/**
 * Who receives events under a name, whichever webhook it has.
 */
export interface Consumer {
	/**
	 * Name of the consumer.
	 */
	name: string;
	/**
	 * Its webhook; null while it has none.
	 */
	webhook_id: string | null;
	/**
	 * Since when events are missing: it has no webhook, or is still catching up; null when none are.
	 */
	missing_since: string | null;
	/**
	 * When the consumer was created.
	 */
	created_at: string;
}
/**
 * What to change of a contact: absent means unchanged, null means clear.
 */
export interface ContactChange {
	/**
	 * Email address, e.g. ada@example.com; it identifies the contact.
	 */
	email?: string | null;
	/**
	 * Full name, e.g. Ada Lovelace; leave it out when you give first and last name.
	 */
	name?: string | null;
	/**
	 * Given name, e.g. Ada.
	 */
	first_name?: string | null;
	/**
	 * Family name, e.g. Lovelace.
	 */
	last_name?: string | null;
	/**
	 * Phone number in any notation, e.g. +44 20 7946 0018.
	 */
	phone?: string | null;
	/**
	 * Position in the company, e.g. Head of Operations.
	 */
	title?: string | null;
	/**
	 * Address of the LinkedIn profile, starting with https://.
	 */
	linkedin_url?: string | null;
	/**
	 * The company the deal is with: its name, or name and domain.
	 */
	company?: string | CompanyInput | null;
}
/**
 * The contact to merge into another one.
 */
export interface ContactMerge {
	/**
	 * ID of the contact that is deleted after its deals and submissions have moved, e.g. con_01k9m6t0x7h4y0bm6f8v1d5n9p.
	 */
	contact_id: string;
}
/**
 * A field that a pipeline adds to its deals.
 */
export interface CustomField {
	/**
	 * Identifies the custom field.
	 */
	id: string;
	/**
	 * Name of the field in custom_fields; fixed once created, e.g. industry.
	 */
	key: string;
	/**
	 * Label shown in Fluid.
	 */
	name: string;
	type: CustomFieldType;
	/**
	 * Choices of a select or multi_select field; empty for every other type.
	 */
	options: string[];
	/**
	 * Whether a new deal must have a value.
	 */
	required: boolean;
	/**
	 * The pipeline whose deals have this field.
	 */
	pipeline_id: string;
	/**
	 * Names it had before, the latest first: it is still found by them until something else gets the name. Absent if it was never renamed.
	 */
	former_names?: string[];
	/**
	 * Names that options had before, the latest first. Absent if none was renamed.
	 */
	former_options?: {
		/**
		 * A name it had before.
		 */
		name: string;
		/**
		 * The option as it is called now.
		 */
		option: string;
	}[];
}
/**
 * One event, or one change, on its way to one webhook.
 */
export interface Delivery {
	/**
	 * Identifies the delivery.
	 */
	id: string;
	/**
	 * The event that is delivered, sent as webhook-id; of a change, the most specific one.
	 */
	event_id: string;
	event_type: EventName;
	/**
	 * The change that is delivered, sent as webhook-id; null where each event is delivered.
	 */
	change_id: string | null;
	/**
	 * The events it carries, the most specific first.
	 */
	types: EventName[];
	/**
	 * The deal the event is about; null for contact events and samples.
	 */
	deal_id: string | null;
	/**
	 * Its name as it is now, or as it was when it was deleted.
	 */
	deal_name: string | null;
	/**
	 * The contact a contact event is about; null for all others.
	 */
	contact_id: string | null;
	/**
	 * The contact's name at that time, or the email address.
	 */
	contact_name: string | null;
	/**
	 * Pending (will be tried), succeeded, failed (no more attempts), held (the webhook was paused; it waits for a replay or a retry) or skipped (by hand).
	 */
	status: 'pending' | 'succeeded' | 'failed' | 'held' | 'skipped';
	/**
	 * When it will be tried next; null while it waits for another delivery.
	 */
	next_attempt_at: string | null;
	/**
	 * The delivery before it of the same deal or contact, which has to arrive, be given up or be skipped first; null when it waits for none, or only for the last try of one that was skipped on its way.
	 */
	waits_for: string | null;
	/**
	 * When the event happened.
	 */
	created_at: string;
	/**
	 * All attempts, oldest first.
	 */
	attempts: Attempt[];
}
/**
 * Whom to erase, and what of their deals.
 */
export interface ErasureInput {
	/**
	 * The contact. Give this or the email address.
	 */
	contact_id?: string;
	/**
	 * The person's email address; also finds what somebody sent who never became a contact.
	 */
	email?: string;
	/**
	 * What to remove from the person's deals, in the deals and in everything stored about them; all of it when left out. A deal's name is replaced by "[erased]" because it cannot be empty.
	 *
	 * @maxItems 20
	 */
	deal_fields?: (
		| 'name'
		| 'lost_reason'
		| 'reminder_note'
		| 'notes'
		| 'external_id'
		| 'labels'
		| 'source'
		| 'conversation_links'
	)[];
	/**
	 * Keys or IDs of custom fields to clear in the person's deals; when left out, all that hold text, an email address, a phone number or a URL.
	 *
	 * @maxItems 1000
	 */
	custom_fields?: string[];
}
/**
 * A webhook that received, or may have received, events of a person. One that was never reached (no such host, a refused connection, a failed TLS handshake) is not listed.
 */
export interface ErasureReceiver {
	/**
	 * The webhook; null when it is deleted and its consumer has none.
	 */
	webhook_id: string | null;
	/**
	 * Name of the webhook, or of its consumer.
	 */
	name: string | null;
	/**
	 * Where it sends to; null when events are fetched.
	 */
	host: string | null;
	/**
	 * What receives there, as far as it can be known.
	 */
	kind: 'n8n' | 'zapier' | 'other';
	/**
	 * When an event of the person was last sent there. For what was fetched and never confirmed: the end of its lease, or when it could first be fetched.
	 */
	last_sent_at: string;
}
/**
 * What was removed of a person, or would be in a dry run, and who else still has it.
 */
export interface Erasure {
	/**
	 * The contacts the person had, those deleted or merged earlier included.
	 */
	contact_ids: string[];
	/**
	 * Contacts of the person.
	 */
	contacts: number;
	/**
	 * Deals of the person; they stay, without the contact and the chosen fields.
	 */
	deals: number;
	/**
	 * Notes of these deals.
	 */
	notes: number;
	/**
	 * What the person sent with lead forms.
	 */
	submissions: number;
	/**
	 * What was kept of the person as spam.
	 */
	spam: number;
	/**
	 * Stored events from which the person's data is taken; the events stay, with their sequence.
	 */
	events: number;
	/**
	 * Attempts in delivery logs whose response or error is removed.
	 */
	attempts: number;
	/**
	 * Deliveries that are still to be sent; they go out without the person's data.
	 */
	waiting: number;
	/**
	 * Responses kept for an Idempotency-Key. They stay without the person; where the key itself contains an address or phone of the person, both are removed, and the same request sent again is taken as a new one.
	 */
	answers: number;
	/**
	 * Reasons of paused webhooks and errors of alerts that named the person.
	 */
	other_texts: number;
	/**
	 * Deliveries that were with a receiver at this moment and could not be stopped; erase once more when they have ended.
	 */
	under_way: number;
	/**
	 * The webhooks that received, or may have received, events of the person in the last 30 days.
	 */
	receivers: ErasureReceiver[];
	/**
	 * What Fluid cannot remove, and contacts that had an address of the person earlier and may be the same person, a sentence each.
	 */
	still_held: string[];
}
/**
 * Something that happened, exactly as it is delivered.
 */
export interface Event {
	/**
	 * Identifies the event; the same on every try of its delivery.
	 */
	id: string;
	type: EventName;
	/**
	 * When it happened.
	 */
	timestamp: string;
	/**
	 * The workspace it happened in.
	 */
	workspace_id: string;
	/**
	 * The deal's or the form's pipeline; null for contacts.
	 */
	pipeline_id: string | null;
	/**
	 * The stage the deal is in, or starts in; null for contacts.
	 */
	stage_id: string | null;
	/**
	 * Counts the events of the workspace: the larger one happened later.
	 */
	sequence: number;
	data: EventData;
	previous: Previous;
	changed_fields: ChangedFields1;
	/**
	 * True for what a proof of a roll-out made; only webhooks that ask for proofs get such events. Left out otherwise.
	 */
	proof?: boolean;
	/**
	 * True for what undoing a run changed; only webhooks that ask for it get such events. Left out otherwise.
	 */
	undo?: boolean;
}
/**
 * Events in the order in which they were committed, and where to go on.
 */
export interface EventsAfter {
	/**
	 * Events behind the given sequence that pass the filters, oldest first.
	 */
	data: Event[];
	/**
	 * Send it as after in the next request: all events up to it were looked at.
	 */
	next_after: number;
	/**
	 * Whether more events are there already; if not, ask again later.
	 */
	has_more: boolean;
}
/**
 * Whether the service is alive, or ready to answer.
 */
export interface Health {
	/**
	 * Either ok (it is alive) or ready (it can answer).
	 */
	status: 'ok' | 'ready';
}
/**
 * The result for one deal.
 */
export interface IngestResult {
	/**
	 * What was done.
	 */
	action: 'created' | 'updated' | 'unchanged';
	/**
	 * Names of the fields that changed; empty when created or unchanged.
	 */
	changed_fields: string[];
	deal: Deal;
	/**
	 * What to look after although the change was made, e.g. a stage that has another name now; absent if nothing.
	 */
	warnings?: Warning[];
}
/**
 * What an API key reaches.
 */
export interface Me {
	/**
	 * The workspace the API key reaches.
	 */
	workspace: {
		/**
		 * Identifies the workspace.
		 */
		id: string;
		/**
		 * Name of the workspace.
		 */
		name: string;
		/**
		 * ISO 4217 code of deals that are sent without one.
		 */
		currency: string;
	};
	/**
	 * The API key of the request.
	 */
	key: {
		/**
		 * Identifies the API key.
		 */
		id: string;
		/**
		 * Name given when the key was created.
		 */
		name: string;
	};
}
/**
 * An API key that was just created: the only time it is shown.
 */
export interface NewApiKey {
	/**
	 * Identifies the API key.
	 */
	id: string;
	/**
	 * Identifies the workspace.
	 */
	workspace_id: string;
	/**
	 * Name given when the key was created.
	 */
	name: string;
	/**
	 * The last four characters of the key.
	 */
	last_four: string;
	/**
	 * When it was created.
	 */
	created_at: string;
	/**
	 * When it was last used, to the minute; null when it never was.
	 */
	last_used_at: string | null;
	/**
	 * The API key. It is not shown again.
	 */
	key: string;
	/**
	 * The keys with this name that were deleted, with the webhooks that they had created.
	 */
	replaced: ApiKeyDeletion[];
}
/**
 * A sequence of stages that deals move through.
 */
export interface Pipeline {
	/**
	 * Identifies the pipeline.
	 */
	id: string;
	/**
	 * Name shown in Fluid.
	 */
	name: string;
	/**
	 * Names it had before, the latest first: it is still found by them until something else gets the name. Absent if it was never renamed.
	 */
	former_names?: string[];
}
/**
 * A proof that is over, and what of it was removed.
 */
export interface ProofEnd {
	/**
	 * Identifies the proof.
	 */
	id: string;
	/**
	 * The workspace it was in.
	 */
	workspace_id: string;
	/**
	 * What it had made and is gone.
	 */
	removed: {
		/**
		 * How many deals.
		 */
		deals: number;
		/**
		 * How many contacts.
		 */
		contacts: number;
		/**
		 * How many companies.
		 */
		companies: number;
		/**
		 * How many events.
		 */
		events: number;
		/**
		 * How many deliveries, of webhooks that ask for proofs.
		 */
		deliveries: number;
	};
	/**
	 * IDs of contacts and companies that it had made and that a deal or contact which is not of the proof has as well.
	 */
	kept: string[];
}
/**
 * A proof to register before its sample lead is sent.
 */
export interface ProofInput {
	/**
	 * The workspace that the sample lead will arrive in.
	 */
	workspace_id: string;
	/**
	 * The exact email address that the sample lead will have. No contact of the workspace may have it.
	 */
	email: string;
}
/**
 * A sample lead that shows whether a roll-out works. What it makes is left out of every delivery, unless a webhook asks for proofs, and goes with one call.
 */
export interface Proof {
	/**
	 * Identifies the proof.
	 */
	id: string;
	/**
	 * The workspace it is in.
	 */
	workspace_id: string;
	/**
	 * The exact email address that the sample lead has.
	 */
	email: string;
	/**
	 * When it was registered.
	 */
	created_at: string;
	/**
	 * Until when a lead with the email address belongs to the proof, ten minutes after it was registered.
	 */
	expires_at: string;
	/**
	 * What the proof has made so far, and is still there.
	 */
	made: {
		/**
		 * The deals that it made, oldest first.
		 */
		deals: {
			/**
			 * Identifies the deal.
			 */
			id: string;
			/**
			 * Name of the deal.
			 */
			name: string;
			/**
			 * Whether the deal is open, won or lost.
			 */
			status: 'open' | 'won' | 'lost';
			/**
			 * What the deal is worth, in its currency.
			 */
			value: number | null;
			/**
			 * ISO 4217 code.
			 */
			currency: string;
			/**
			 * Name of the deal's pipeline.
			 */
			pipeline_name: string;
			/**
			 * Name of the stage the deal is in.
			 */
			stage_name: string;
			/**
			 * Address of the deal's page in Fluid.
			 */
			url: string;
		}[];
		/**
		 * How many contacts it made.
		 */
		contacts: number;
		/**
		 * How many companies it made.
		 */
		companies: number;
		/**
		 * How many events it fired.
		 */
		events: number;
	};
}
/**
 * How much to hand out, and for how long.
 */
export interface PullInput {
	/**
	 * How many deliveries to hand out at most.
	 */
	limit?: number;
	/**
	 * How long they belong to whoever asks: until then nobody else gets them. One that is not committed by then is handed out again.
	 */
	lease_seconds?: number;
	/**
	 * How long to wait for something that is due before the response comes without any.
	 */
	wait_seconds?: number;
}
/**
 * What is handed out.
 */
export interface PullResult {
	/**
	 * What is due, oldest first.
	 */
	data: PulledDelivery[];
	/**
	 * Whether more may be due, so that it is worth asking again at once.
	 */
	has_more: boolean;
}
/**
 * A delivery that is handed out: what would be sent, to the letter.
 */
export interface PulledDelivery {
	/**
	 * Identifies the delivery; commit it by this ID.
	 */
	id: string;
	/**
	 * Until when nobody else gets it.
	 */
	leased_until: string;
	/**
	 * The headers that would be sent, signature and Authorization header included.
	 */
	headers: {
		[k: string]: string;
	};
	/**
	 * The body that would be sent, as text: the signature is of it.
	 */
	body: string;
}
/**
 * The time from which to send a webhook's events again.
 */
export interface ReplayInput {
	/**
	 * Send events of this webhook since this time again, e.g. 2026-11-24T09:00:00Z.
	 */
	since: string;
	/**
	 * Ignore events after this time; now when left out.
	 */
	until?: string;
	/**
	 * Send only events whose deliveries failed or were held and that have not arrived since and are not being sent.
	 */
	only_missed?: boolean;
	/**
	 * Whether to include events from before the webhook was created.
	 */
	include_older?: boolean;
}
/**
 * How many events are sent again.
 */
export interface ReplayResult {
	/**
	 * How many events are being sent again or, in a dry run, would be.
	 */
	replayed: number;
}
/**
 * The state of a roll-out to remember. One that is known by client, n8n and template is changed.
 */
export interface RolloutInput {
	/**
	 * What the client is called in the manifest, e.g. client-a.
	 */
	client: string;
	/**
	 * Address of the n8n that it is in, e.g. https://n8n.agency.example.
	 */
	n8n: string;
	/**
	 * Name of the template, e.g. cold-email; empty for what the client has in common.
	 */
	template: string;
	/**
	 * The workspace of the client.
	 */
	workspace_id: string;
	/**
	 * What was rolled out, as fluid clients writes it; up to 500 kB. No secrets: of those a keyed hash.
	 */
	state: {
		[k: string]: unknown;
	};
	/**
	 * The version that it was read with, so that nothing of somebody else's change is lost: 0 for one that is new. When left out, whatever is there is replaced.
	 */
	version?: number;
}
/**
 * What is rolled out of a template for a client in an n8n.
 */
export interface Rollout {
	/**
	 * Identifies the state.
	 */
	id: string;
	/**
	 * What the client is called in the manifest, e.g. client-a.
	 */
	client: string;
	/**
	 * Address of the n8n that it is in, e.g. https://n8n.agency.example.
	 */
	n8n: string;
	/**
	 * Name of the template, e.g. cold-email; empty for what the client has in common.
	 */
	template: string;
	/**
	 * The workspace of the client.
	 */
	workspace_id: string;
	/**
	 * What was rolled out, as fluid clients writes it; up to 500 kB. No secrets: of those a keyed hash.
	 */
	state: {
		[k: string]: unknown;
	};
	/**
	 * Counts the changes of it.
	 */
	version: number;
	/**
	 * When it changed last.
	 */
	updated_at: string;
}
/**
 * A deal, contact or company of which undoing a run leaves something as it is.
 */
export interface RunKept {
	/**
	 * The deal, contact or company.
	 */
	id: string;
	/**
	 * Which of them it is.
	 */
	type: 'deal' | 'contact' | 'company';
	/**
	 * What it is called; null when it has no name or is gone.
	 */
	name: string | null;
	/**
	 * The page of a deal; null for the others, and for a deal that is gone.
	 */
	url: string | null;
	/**
	 * Why it stays: changed since by somebody else; used by something that stays; what it had before is taken by another record, or no longer exists; the run deleted it, which is not brought back; or a person was erased from it, and with them what the run had replaced.
	 */
	reason: 'changed_since' | 'in_use' | 'taken' | 'missing' | 'deleted' | 'erased';
	/**
	 * The reason in a sentence.
	 */
	detail: string;
	/**
	 * Which fields of an update stay as they are; empty where it is about the whole record.
	 */
	fields: string[];
}
/**
 * What undoing a run would come to now. Nothing is changed.
 */
export interface RunPreview {
	/**
	 * The run.
	 */
	run_id: string;
	counts: UndoCounts;
	/**
	 * How many deliveries it would cause: to webhooks that ask for undone changes, and to no others.
	 */
	deliveries: number;
	/**
	 * The first 100 of what would stay.
	 */
	kept: RunKept[];
}
/**
 * What undoing a run comes to. Of a run that was undone more than once these are the sums of all times, but for what was kept: that is of the last time.
 */
export interface UndoCounts {
	/**
	 * Deals that the run created and that are deleted.
	 */
	deals_deleted: number;
	/**
	 * Contacts that it created and that are deleted.
	 */
	contacts_deleted: number;
	/**
	 * Companies that it created and that are deleted.
	 */
	companies_deleted: number;
	/**
	 * Deals, contacts and companies that get back what the run replaced.
	 */
	updates_undone: number;
	/**
	 * Notes that it added to deals which were there before, and that are removed.
	 */
	notes_removed: number;
	/**
	 * Deals, contacts and companies of which something stays as it is.
	 */
	kept: number;
}
/**
 * What an execution of a workflow, a Zap or an import has changed: every request that names the same run in the header Fluid-Run.
 */
export interface Run {
	/**
	 * The run as the header Fluid-Run names it.
	 */
	id: string;
	/**
	 * What asked for it; null where that is not known.
	 */
	made_by: {
		/**
		 * An API key, somebody who is signed in, or the fluid command.
		 */
		type: 'api_key' | 'person' | 'command';
		/**
		 * The API key; null for the others.
		 */
		id: string | null;
		/**
		 * The name of the API key, also of one that was deleted.
		 */
		name: string | null;
	} | null;
	/**
	 * When it first changed something.
	 */
	first_change_at: string;
	/**
	 * When it last changed something.
	 */
	last_change_at: string;
	/**
	 * How often it created, updated or deleted a deal, contact or company.
	 */
	changes: number;
	/**
	 * Until when its last change can be undone, 30 days later.
	 */
	undo_until: string;
	/**
	 * How far undoing it is; null when nobody has undone it.
	 */
	undo: {
		/**
		 * Whether it goes on, or is done.
		 */
		status: 'under_way' | 'done';
		/**
		 * When somebody last asked for it.
		 */
		started_at: string;
		/**
		 * When it was done; null while it is under way.
		 */
		finished_at: string | null;
		counts: UndoCounts;
	} | null;
}
/**
 * One step of a pipeline.
 */
export interface Stage {
	/**
	 * Identifies the stage.
	 */
	id: string;
	/**
	 * Name shown in Fluid.
	 */
	name: string;
	/**
	 * Position in the pipeline; the first stage is 1.
	 */
	order: number;
	/**
	 * The pipeline this stage belongs to.
	 */
	pipeline_id: string;
	/**
	 * Names it had before, the latest first: it is still found by them until something else gets the name. Absent if it was never renamed.
	 */
	former_names?: string[];
}
/**
 * Which event to send a sample of.
 */
export interface TestInput {
	type?: EventName;
}
/**
 * What to change of a webhook: absent means unchanged.
 */
export interface WebhookChange {
	/**
	 * Name of the webhook, e.g. New leads to Slack; its URL is shown when it has no name.
	 */
	name?: string | null;
	/**
	 * Where to send events, e.g. https://hooks.example.com/fluid.
	 */
	url?: string;
	/**
	 * Push sends events to the URL, pull hands them out; what waits stays in the queue.
	 */
	delivery?: 'push' | 'pull';
	events?: Events;
	filters?: WebhookFiltersInput;
	/**
	 * What one delivery carries: one event (each_event), or one change with all of its events together (each_change), e.g. a deal that is moved and won. A change is one item of a request, or one object that is updated in consequence. It counts for what happens from now on; what waits stays as it is.
	 */
	deliver?: 'each_event' | 'each_change';
	/**
	 * Whether the next event of a deal, or of a contact where it is about no deal, waits until the one before has arrived, was given up or was skipped (per_object), or is sent at once (none). Those of other deals and contacts do not wait for it. It counts for what waits as well.
	 */
	ordering?: 'none' | 'per_object';
	/**
	 * Whether it also gets what a registered proof of a roll-out makes; every other webhook is spared that.
	 */
	proof?: boolean;
	/**
	 * Whether it also gets what undoing a run changes, each with "undo": true in it; every other webhook is spared that.
	 */
	undo?: boolean;
	/**
	 * Sent as the Authorization header of every delivery, e.g. Bearer abc123; never shown again.
	 */
	auth_header?: string | null;
	/**
	 * Gives a webhook that has none a consumer, under a name that no other one has: what has arrived at it counts from then on.
	 */
	consumer?: string;
	/**
	 * Active resumes the webhook, paused stops it; events are kept in the meantime and can be replayed.
	 */
	status?: 'active' | 'paused';
}
/**
 * Which of the chosen events to send; pipeline and stages by ID or by name.
 */
export interface WebhookFiltersInput {
	/**
	 * Send only events of deals and submissions in this pipeline.
	 */
	pipeline_id?: string | null;
	/**
	 * Name of the pipeline, instead of its ID.
	 */
	pipeline?: string;
	/**
	 * Send only deal events in this stage; for a stage change, the stage entered.
	 */
	stage_id?: string | null;
	/**
	 * Name of the stage in that pipeline, instead of its ID.
	 */
	stage?: string;
	/**
	 * Send a stage change only when the deal leaves this stage.
	 */
	from_stage_id?: string | null;
	/**
	 * Name of the stage left, instead of its ID.
	 */
	from_stage?: string;
	/**
	 * Send only submissions of this lead form.
	 */
	form_id?: string | null;
	changed_fields?: ChangedFields2;
}
/**
 * Which of the chosen events to send; each filter only affects the events it applies to.
 */
export interface WebhookFilters {
	/**
	 * Send only events of deals and submissions in this pipeline.
	 */
	pipeline_id?: string | null;
	/**
	 * Send only deal events in this stage; for a stage change, the stage entered.
	 */
	stage_id?: string | null;
	/**
	 * Send a stage change only when the deal leaves this stage.
	 */
	from_stage_id?: string | null;
	/**
	 * Send only submissions of this lead form.
	 */
	form_id?: string | null;
	changed_fields?: ChangedFields2;
}
/**
 * A new webhook.
 */
export interface WebhookInput {
	/**
	 * Name of the webhook, e.g. New leads to Slack; its URL is shown when it has no name.
	 */
	name?: string | null;
	/**
	 * Where to send events, e.g. https://hooks.example.com/fluid.
	 */
	url?: string;
	/**
	 * Push sends events to the URL. Pull sends nothing: a receiver that nobody reaches from outside fetches what is due, signed as it would be sent. A URL is then not needed, and nothing is sent to one that is given.
	 */
	delivery?: 'push' | 'pull';
	events: Events;
	filters?: WebhookFiltersInput;
	/**
	 * What one delivery carries: one event (each_event), or one change with all of its events together (each_change), e.g. a deal that is moved and won. A change is one item of a request, or one object that is updated in consequence.
	 */
	deliver?: 'each_event' | 'each_change';
	/**
	 * Whether the next event of a deal, or of a contact where it is about no deal, waits until the one before has arrived, was given up or was skipped (per_object), or is sent at once (none). Those of other deals and contacts do not wait for it.
	 */
	ordering?: 'none' | 'per_object';
	/**
	 * Whether it also gets what a registered proof of a roll-out makes; every other webhook is spared that.
	 */
	proof?: boolean;
	/**
	 * Whether it also gets what undoing a run changes, each with "undo": true in it; every other webhook is spared that.
	 */
	undo?: boolean;
	/**
	 * Sent as the Authorization header of every delivery, e.g. Bearer abc123; never shown again.
	 */
	auth_header?: string | null;
	/**
	 * Signs every delivery: whsec_ and 24 to 64 bytes in base64; generated when left out.
	 */
	secret?: string;
	/**
	 * Name of letters, digits, dots, colons, hyphens and underscores, under which Fluid remembers what has arrived, also after the webhook was deleted; a webhook that has the name now is replaced, and what waits moves over.
	 */
	consumer?: string;
	/**
	 * Whether the consumer first gets what waited when its webhook went and what has happened since.
	 */
	catch_up?: boolean;
	/**
	 * For a consumer that is new: since when events are missing.
	 */
	catch_up_since?: string;
	/**
	 * For a consumer that is new: IDs of events since then that have arrived all the same.
	 *
	 * @maxItems 1000
	 */
	catch_up_without?: string[];
}
/**
 * A subscription of one receiver to events.
 */
export interface Webhook {
	/**
	 * Identifies the webhook.
	 */
	id: string;
	/**
	 * Name under which Fluid remembers what has arrived, also after the webhook was deleted; null when it has none.
	 */
	consumer: string | null;
	/**
	 * Name of the webhook; null when it has none.
	 */
	name: string | null;
	/**
	 * Where events are sent; null for one that is pulled and has none.
	 */
	url: string | null;
	/**
	 * Whether events are sent to the URL (push), or handed out to whoever fetches them (pull).
	 */
	delivery: 'push' | 'pull';
	events: Events1;
	filters: WebhookFilters;
	/**
	 * Whether each delivery carries one event, or one change with all of its events together.
	 */
	deliver: 'each_event' | 'each_change';
	/**
	 * Whether events of one deal, or of one contact, arrive in their order (per_object) or as they come (none).
	 */
	ordering: 'none' | 'per_object';
	/**
	 * Whether it also gets what a registered proof of a roll-out makes.
	 */
	proof: boolean;
	/**
	 * Whether it also gets what undoing a run changes.
	 */
	undo: boolean;
	/**
	 * Whether deliveries carry an Authorization header; its value is never shown.
	 */
	has_auth_header: boolean;
	/**
	 * Whether events are being sent.
	 */
	status: 'active' | 'paused';
	/**
	 * Why nothing is sent.
	 */
	paused_reason: string | null;
	/**
	 * When the signing secret was last replaced; null while it is the first.
	 */
	secret_rotated_at: string | null;
	/**
	 * When the webhook was created.
	 */
	created_at: string;
	/**
	 * When the webhook last changed.
	 */
	updated_at: string;
	/**
	 * Signs every delivery; shown only when the webhook is created or the secret is rotated.
	 */
	secret?: string;
	/**
	 * Whether the oldest secret was dropped because there were already ten; shown only when the secret is rotated.
	 */
	dropped_oldest_secret?: boolean;
	/**
	 * What to look after although it was saved, e.g. a filter by a stage that has another name now; absent if nothing.
	 */
	warnings?: Warning[];
	/**
	 * How many events from before are now being sent; shown only when a consumer subscribes.
	 */
	caught_up?: number;
	/**
	 * How many events that waited for the consumer are not sent: they do not fit the events and filters, or it does not catch up; shown only when it subscribes.
	 */
	left_out?: number;
	/**
	 * Whether events are missing for longer than they are kept, so that older ones are lost; shown only when a consumer subscribes.
	 */
	expired?: boolean;
}
/**
 * What to change of a workspace.
 */
export interface WorkspaceChange {
	/**
	 * Name of the workspace, e.g. Client A; no other has it.
	 */
	name: string;
}
/**
 * A new workspace.
 */
export interface WorkspaceInput {
	/**
	 * Name of the workspace, e.g. Client A; no other has it.
	 */
	name: string;
	/**
	 * ISO 4217 code of deals that are sent without one, e.g. EUR; USD when left out.
	 */
	currency?: string;
	blueprint?: Blueprint;
}
/**
 * What an agency key sees of a webhook: where it sends, and whether it works; never what it sends.
 */
export interface WorkspaceWebhook {
	/**
	 * Identifies the webhook.
	 */
	id: string;
	/**
	 * The workspace it is in.
	 */
	workspace_id: string;
	/**
	 * The API key that it was created with; null where a person has created it.
	 */
	key_id: string | null;
	/**
	 * Name of the webhook; null when it has none.
	 */
	name: string | null;
	/**
	 * Where events are sent; null for one that is pulled and has none.
	 */
	url: string | null;
	/**
	 * Whether events are sent to the URL (push), or handed out to whoever fetches them (pull).
	 */
	delivery: 'push' | 'pull';
	events: Events1;
	/**
	 * Whether events are being sent.
	 */
	status: 'active' | 'paused';
	/**
	 * Why nothing is sent.
	 */
	paused_reason: string | null;
	/**
	 * Whether it also gets what a registered proof of a roll-out makes.
	 */
	proof: boolean;
	/**
	 * When the webhook was created.
	 */
	created_at: string;
	/**
	 * When the webhook last changed.
	 */
	updated_at: string;
}
/**
 * A client's own CRM: nothing in it is seen from another.
 */
export interface WorkspaceInfo {
	/**
	 * Identifies the workspace.
	 */
	id: string;
	/**
	 * Name of the workspace; no other has it.
	 */
	name: string;
	/**
	 * ISO 4217 code of deals that are sent without one.
	 */
	currency: string;
	/**
	 * When it was created.
	 */
	created_at: string;
	/**
	 * When it was deleted; null while it is in use.
	 */
	deleted_at: string | null;
	/**
	 * Until when it can be restored; null while it is in use.
	 */
	restorable_until: string | null;
}
