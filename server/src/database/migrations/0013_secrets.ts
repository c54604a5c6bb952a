/** Secrets are stored sealed: by what the database recognises the key that opens them, once there is one. */
export const secrets = `
create table secret_key (
	check_value text not null
);
`;
