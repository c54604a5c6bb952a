/** Where alerts about the webhooks of a workspace are sent, and the last alert about each. */
export const alerts = `
	create table alert_destinations (
		workspace_id text primary key references workspaces (id) on delete cascade,
		url text not null,
		format text not null,
		last_error text,
		updated_at text not null
	) without rowid;
	create table webhook_alerts (
		webhook_id text primary key references webhooks (id) on delete cascade,
		condition text not null,
		sent_at text,
		tries integer not null,
		next_try_at text
	) without rowid;
	create index webhooks_in_trouble on webhooks (workspace_id)
		where status = 'paused' or failing_since is not null;
`;
