/** A workspace that was deleted gives no access any more; it can be restored for a while, then it is removed with all it has. */
export const deletedWorkspaces = `
alter table workspaces add column deleted_at text;
`;
