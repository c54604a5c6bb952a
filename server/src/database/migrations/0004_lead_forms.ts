/** What a lead form asks, where it stands and what it answers; what visitors sent; keys made by the service itself. */
export const leadForms = `
alter table forms add column heading text not null default '';
alter table forms add column fields text not null default '[]';
alter table forms add column button_text text not null default 'Send';
alter table forms add column thank_you text not null default 'Thank you. We will get back to you soon.';
alter table forms add column redirect_url text;
alter table forms add column redirect_hosts text not null default '[]';
alter table forms add column allowed_origins text not null default '[]';
alter table forms add column consent_text text;
alter table forms add column takes_plain integer not null default 1;
alter table forms add column spam integer not null default 0;
create index forms_by_workspace on forms (workspace_id, id);
create index forms_by_stage on forms (stage_id);

create table submissions (
	id text primary key,
	workspace_id text not null,
	form_id text not null,
	deal_id text not null,
	contact_id text,
	fields text not null,
	utm_source text,
	utm_medium text,
	utm_campaign text,
	utm_term text,
	utm_content text,
	referrer text,
	landing_page text,
	consent text,
	once_key text not null,
	body_hash text not null,
	submitted_at text not null
);
create index submissions_by_form on submissions (form_id, id);
create index submissions_by_deal on submissions (deal_id);
create index submissions_by_once_key on submissions (form_id, once_key);

create table service_keys (
	name text primary key,
	value text not null
);
`;
