/** The request that made an event, by which the log is followed from it to the deliveries. */
export const requestIds = 'alter table events add column request_id text;';
