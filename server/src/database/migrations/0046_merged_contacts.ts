/** Which contact another one was merged into, so that erasing a person finds everything that was known of them. */
export const mergedContacts = `
create table merged_contacts (
	workspace_id text not null,
	contact_id text not null,
	into_id text not null,
	primary key (workspace_id, contact_id)
) without rowid;
create index merged_contacts_by_into on merged_contacts (workspace_id, into_id);
`;
