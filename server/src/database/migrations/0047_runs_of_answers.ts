/** The run that an answer was given in, so that it is not given again once the run is undone. */
export const runsOfAnswers = `
alter table idempotency_keys add column run_id text;
create index idempotency_keys_by_run on idempotency_keys (workspace_id, run_id) where run_id is not null;`;
