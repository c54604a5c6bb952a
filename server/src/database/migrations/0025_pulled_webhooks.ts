/** A webhook sends to its URL, or hands out what is due to whoever fetches it; such a one needs no URL, which is empty then. */
export const pulledWebhooks = `
alter table webhooks add column delivery text not null default 'push';
`;
