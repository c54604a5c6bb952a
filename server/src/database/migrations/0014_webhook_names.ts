/** Webhooks can have a name, by which a person tells them apart. */
export const webhookNames = `
alter table webhooks add column name text;
`;
