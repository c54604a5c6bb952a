/** Deals can have links to conversations. */
export const conversationLinks = `
alter table deals add column conversation_links text not null default '[]';
`;
