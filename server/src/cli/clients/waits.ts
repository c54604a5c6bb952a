/** How long `fluid clients` waits for what others do. They are one object, so that a test can set them small. */
export const waits = {
	/** Until a workflow that n8n has published receives, or until its webhooks are gone, in milliseconds. */
	liveMs: 20_000,
	/** Until a sample has become what it should, in milliseconds. */
	proofMs: 30_000,
};
