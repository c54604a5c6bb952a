/** Finds what failed and what is held in a long delivery log; what was taken, which is most of it, costs nothing. */
export const deliveryLog = `
create index deliveries_failed on deliveries (webhook_id, id) where status = 'failed';
create index deliveries_held on deliveries (webhook_id, id) where status = 'held';
`;
