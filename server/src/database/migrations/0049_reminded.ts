/** The deals that have a reminder, newest first: among all of them, what is overdue is looked for far and wide. */
export const reminded = `
create index deals_reminded on deals (workspace_id, id, reminder_at, stage_id, status) where reminder_at is not null;`;
