/** What was skipped while it is on its way, and is waited for by what comes behind it. */
export const skippedOnTheirWay = `
create index deliveries_skipped on deliveries (queue_id, object_id, claimed_until)
	where status = 'skipped' and object_id is not null and claimed_until is not null;`;
