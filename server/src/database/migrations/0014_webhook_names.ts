/** Webhooks can have a name, by which a person distinguishes them. */
export const webhookNames = `
alter table webhooks add column name text;
`;
