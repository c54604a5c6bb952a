/**
 * Registered proofs of roll-outs, and what each has made; events say which proof they are of, and webhooks whether they get
 * such events.
 */
export const proofs = `
create table proofs (
	workspace_id text not null,
	id text not null unique,
	email text not null,
	email_key text not null,
	created_at text not null,
	expires_at text not null,
	primary key (workspace_id, id)
) without rowid;
create table proof_records (
	workspace_id text not null,
	record_id text not null,
	proof_id text not null,
	primary key (workspace_id, record_id)
) without rowid;
alter table events add column proof_id text;
create index events_by_proof on events (proof_id) where proof_id is not null;
alter table webhooks add column proof integer not null default 0;
`;
