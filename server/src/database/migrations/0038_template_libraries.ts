/** A workspace may have a template library of its own, at an address with a token that can be renewed. */
export const templateLibraries = `
alter table workspaces add column library_token text;
create unique index workspaces_by_library_token on workspaces (library_token);
`;
