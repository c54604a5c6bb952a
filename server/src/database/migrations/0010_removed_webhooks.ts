/** Webhooks that are gone and whose deliveries are so many that they go in parts. */
export const removedWebhooks = `
create table removed_webhooks (
	id text primary key
);
`;
