/** For so long at most a request to ingest is held. */
const LONGEST_HOLD_MS = 2_000;
const HOLD_STEP_MS = 10;

/**
 * Resolves when deliveries keep up with what happens, or after two seconds: taking in changes must not keep their
 * announcement waiting.
 */
export async function whileLate(isLate: () => boolean): Promise<void> {
	const end = performance.now() + LONGEST_HOLD_MS;
	while (performance.now() < end && isLate())
		await new Promise((resolve) => setTimeout(resolve, HOLD_STEP_MS));
}
