/** For so long at most a request is held. */
const LONGEST_HOLD_MS = 2_000;
/** How often it is asked whether deliveries keep up again. */
const HOLD_STEP_MS = 8;

/**
 * Returns what resolves when the deliveries of a workspace keep up with what happens in it, or after two seconds: taking in
 * changes must not keep their announcement waiting. All that is held meanwhile goes on together, so that it is committed
 * together as well: with a timer for each the groups were of ten, and a tenth fewer deals were taken in.
 */
export function newBackpressure(
	isLate: (workspaceId: string) => boolean,
): (workspaceId: string) => Promise<void> {
	const held = new Map<string, Promise<void>>();
	return async (workspaceId) => {
		if (!isLate(workspaceId)) return;
		const known = held.get(workspaceId);
		const caughtUp =
			known ?? whileLate(() => isLate(workspaceId)).finally(() => held.delete(workspaceId));
		held.set(workspaceId, caughtUp);
		await caughtUp;
	};
}

async function whileLate(isLate: () => boolean): Promise<void> {
	const end = performance.now() + LONGEST_HOLD_MS;
	do await new Promise((resolve) => setTimeout(resolve, HOLD_STEP_MS));
	while (performance.now() < end && isLate());
}
