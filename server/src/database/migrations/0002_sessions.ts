/** Browsers that are signed in, and links that sign in once. Secrets are kept as SHA-256. */
export const sessions = `
create table sessions (
	hash text primary key,
	workspace_id text references workspaces (id),
	created_at text not null,
	expires_at text not null
);

create table sign_in_links (
	hash text primary key,
	expires_at text not null
);
`;
