/** How long `fluid clients` waits for what others do. They are one object, so that a test can set them small. */
export const waits = {
	/** Until an n8n that was just started answers: it says that it is ready before its API is. In milliseconds. */
	startMs: 90_000,
	/** Until a workflow that n8n has published receives, or until its webhooks are gone, in milliseconds. */
	liveMs: 20_000,
	/** Until a sample has become what it should, in milliseconds. */
	proofMs: 30_000,
};
