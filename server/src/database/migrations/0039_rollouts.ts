/** What is rolled out for which client in which n8n. */
export const rollouts = `
create table rollouts (
	workspace_id text not null,
	id text not null unique,
	client text not null,
	n8n text not null,
	template text not null,
	state text not null,
	version integer not null,
	updated_at text not null,
	primary key (workspace_id, id)
) without rowid;
create unique index rollouts_by_client on rollouts (client, n8n, template);
`;
