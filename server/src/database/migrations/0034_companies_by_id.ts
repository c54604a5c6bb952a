/** Companies are listed, newest first. */
export const companiesById = `
create index companies_by_id on companies (workspace_id, id);
`;
