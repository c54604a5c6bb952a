/**
 * Texts are found in plain letters, and a name that begins with a sign of its own by that: what has others than those of
 * ASCII is indexed anew, behind the start.
 */
export const plainLetters = `
insert into contacts_to_index (number)
	select number from contacts where name glob '*[^ -~]*' or email_key glob '*[^ -~]*'
	on conflict do nothing;
insert into deals_to_index (number)
	select number from deals where name glob '*[^ -~]*'
		or contact_id in (select id from contacts where name glob '*[^ -~]*' or email_key glob '*[^ -~]*')
		or company_id in (select id from companies where name glob '*[^ -~]*')
	on conflict do nothing;
`;
