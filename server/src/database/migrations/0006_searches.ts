/** Finds a workspace's deals, newest first, among those of many workspaces, and the deliveries of an event. */
export const searchIndexes = `
create index deals_by_workspace on deals (workspace_id, id);
create index deliveries_by_event on deliveries (event_id);
`;
