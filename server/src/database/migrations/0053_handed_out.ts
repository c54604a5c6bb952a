/**
 * Whether a delivery was ever handed out to whoever pulls its webhook: once it was released, or its lease has ended, nothing
 * else says so, and what was handed out may have arrived, whoever says so when.
 */
export const handedOut = `
alter table deliveries add column is_handed_out integer not null default 0;`;
