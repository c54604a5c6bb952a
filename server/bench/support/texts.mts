/** Selects the number of each deal and what it is searched by, as the index of texts has it; a condition may follow. */
export const DEAL_TEXTS = `
	select deals.number, search_text(deals.workspace_id, deals.name, contacts.name, contacts.email_key, companies.name)
	from deals join contacts on contacts.id = deals.contact_id join companies on companies.id = deals.company_id
	where true`;

/** The same of contacts. */
export const CONTACT_TEXTS = `
	select number, search_text(workspace_id, name, email_key) from contacts where true`;
