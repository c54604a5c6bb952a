/**
 * Where work of any size is cut into parts, so that nobody waits for the whole of it. They are one object, so that a
 * simulation can set them small and come to the second part soon.
 */
export const limits = {
	/** Rows that are removed, or changed alike, in one transaction. */
	rowsAtOnce: 500,
	/** Deals and contacts that change, each with its event, in one transaction. */
	recordsAtOnce: 50,
	/** Events that a consumer that catches up is offered, or what is held for it, in one transaction. */
	caughtUpAtOnce: 200,
	/** How long a subscriber has to store a new secret before what waits for it is signed with that, in milliseconds. */
	graceMs: 2_000,
	/** Events that are sent again in one transaction. */
	replayedAtOnce: 100,
	/** Deliveries that are taken in one transaction. */
	claimedAtOnce: 100,
	/** Deliveries of one webhook on their way at once at most, while its receiver answers in time. */
	slots: 50,
	/** How often the table of deliveries is searched for what became due: retries, and what a crash left, in milliseconds. */
	sweepMs: 1_000,
	/** How often what is too old is removed, in milliseconds. */
	retentionEveryMs: 60 * 60 * 1000,
};
