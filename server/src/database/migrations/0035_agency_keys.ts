/** Keys of agencies, which belong to no workspace; and the API key that a webhook was created with. */
export const agencyKeys = `
create table agency_keys (
	id text primary key,
	name text not null,
	hash text not null unique,
	last_four text not null,
	created_at text not null,
	last_used_at text,
	deleted_at text
);
alter table webhooks add column key_id text;
`;
