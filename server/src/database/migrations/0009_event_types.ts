/** Finds the newest event of a type that is rare among hundreds of thousands. */
export const eventTypes = `
create index events_by_type on events (workspace_id, type, sequence);
`;
