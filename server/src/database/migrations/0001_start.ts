/** The first tables. Times are ISO 8601 in UTC; lists and objects are JSON. */
export const start = `
create table workspaces (
	id text primary key,
	name text not null unique,
	currency text not null,
	created_at text not null
);

create table api_keys (
	id text primary key,
	workspace_id text not null references workspaces (id),
	name text not null,
	hash text not null unique,
	last_four text not null,
	created_at text not null,
	last_used_at text,
	deleted_at text
);

create table pipelines (
	id text primary key,
	workspace_id text not null references workspaces (id),
	name text not null,
	position integer not null,
	unique (workspace_id, name)
);

create table stages (
	id text primary key,
	workspace_id text not null references workspaces (id),
	pipeline_id text not null references pipelines (id),
	name text not null,
	position integer not null,
	unique (pipeline_id, name)
);

create table custom_fields (
	id text primary key,
	workspace_id text not null references workspaces (id),
	pipeline_id text not null references pipelines (id),
	key text not null,
	name text not null,
	type text not null,
	options text not null,
	required integer not null,
	position integer not null,
	unique (pipeline_id, key)
);

create table companies (
	id text primary key,
	workspace_id text not null,
	name text not null,
	name_key text not null,
	domain text,
	created_at text not null,
	updated_at text not null
);
create index companies_by_name on companies (workspace_id, name_key);
create unique index companies_by_domain on companies (workspace_id, domain) where domain is not null;

create table contacts (
	id text primary key,
	workspace_id text not null,
	company_id text,
	name text,
	first_name text,
	last_name text,
	email text,
	email_key text,
	phone text,
	title text,
	linkedin_url text,
	created_at text not null,
	updated_at text not null
);
create unique index contacts_by_email on contacts (workspace_id, email_key) where email_key is not null;
create index contacts_by_id on contacts (workspace_id, id);

create table deals (
	id text primary key,
	workspace_id text not null,
	external_id text,
	name text not null,
	value double precision,
	currency text not null,
	status text not null,
	lost_reason text,
	pipeline_id text not null,
	stage_id text not null,
	contact_id text,
	company_id text,
	custom_fields text not null,
	reminder_at text,
	reminder_note text,
	labels text not null,
	owner_email text,
	source text,
	notes integer not null,
	created_at text not null,
	updated_at text not null
);
create unique index deals_by_external_id on deals (workspace_id, external_id) where external_id is not null;
create index deals_by_contact on deals (contact_id) where contact_id is not null;
create index deals_by_stage on deals (stage_id, id);
create index deals_by_update on deals (workspace_id, updated_at, id);

create table notes (
	id text primary key,
	deal_id text not null,
	text text not null,
	created_at text not null
);
create index notes_by_deal on notes (deal_id, id);

create table forms (
	id text primary key,
	workspace_id text not null references workspaces (id),
	name text not null,
	pipeline_id text not null references pipelines (id),
	stage_id text not null references stages (id),
	created_at text not null
);

create table idempotency_keys (
	workspace_id text not null,
	key text not null,
	body_hash text not null,
	status integer not null,
	answer text not null,
	created_at text not null,
	primary key (workspace_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table events (
	sequence integer primary key,
	id text not null unique,
	workspace_id text not null,
	type text not null,
	timestamp text not null,
	body text not null
);
create index events_by_workspace on events (workspace_id, sequence);

create table webhooks (
	id text primary key,
	workspace_id text not null references workspaces (id),
	url text not null,
	events text not null,
	filters text not null,
	auth_header text,
	secret text not null,
	previous_secret text,
	previous_secret_until text,
	status text not null,
	paused_reason text,
	failing_since text,
	created_at text not null,
	updated_at text not null
);
create index webhooks_by_workspace on webhooks (workspace_id, id);

create table deliveries (
	id text primary key,
	webhook_id text not null,
	event_id text not null,
	event_type text not null,
	test_body text,
	status text not null,
	attempts integer not null,
	next_attempt_at text,
	created_at text not null
);
create index deliveries_by_webhook on deliveries (webhook_id, id);
create index deliveries_due on deliveries (webhook_id, next_attempt_at) where status = 'pending';

create table attempts (
	delivery_id text not null,
	number integer not null,
	started_at text not null,
	duration_ms integer not null,
	status_code integer,
	answer text,
	error text,
	primary key (delivery_id, number)
);
`;
