/** What stood above the body of each attempt, as JSON and without secrets; null for attempts from before. */
export const requestHeaders = `
alter table attempts add column request_headers text;
`;
