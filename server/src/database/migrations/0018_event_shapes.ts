/** An event says which fields the contract had when it was written; null: from before this was noted. */
export const eventShapes = `
alter table events add column shape text;
`;
