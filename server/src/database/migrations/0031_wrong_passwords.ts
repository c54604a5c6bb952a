/** Wrong passwords, by the network they came from; those of all together are of the network ''. */
export const wrongPasswords = `
create table wrong_passwords (
	network text primary key,
	count double precision not null,
	at integer not null,
	is_welcome integer not null default 0
);
`;
