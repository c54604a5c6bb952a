/** What was taken for spam, as it was sent, so that a person who was taken for a program is not lost. */
export const leadFormSpam = `
create table spam (
	id text primary key,
	form_id text not null,
	posted text not null,
	submitted_at text not null
);
create index spam_by_form on spam (form_id, id);
`;
