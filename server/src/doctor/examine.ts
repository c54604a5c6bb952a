import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database';
import type { Secrets } from '../secrets/secrets';
import { listWorkspaces } from '../workspaces/store';
import { announcements } from './announcements';
import { changesTold } from './changesTold';
import type { Check, Finding } from './check';
import { rowsNamed } from './rowsNamed';
import { secretsRead } from './secretsRead';
import { sequencesKept } from './sequencesKept';
import { sums } from './sums';
import { texts } from './texts';
import { waiting } from './waiting';

/** Everything that is proven, in this order. */
export const checks: Check[] = [
	sequencesKept,
	changesTold,
	announcements,
	waiting,
	rowsNamed,
	sums,
	texts,
	secretsRead,
];

/** What one check has come to. */
export type CheckResult = Pick<Check, 'name' | 'promise' | 'advice'> & {
	looked: number;
	findings: Finding[];
	/** What was done about them; null where nothing was. */
	repaired: string | null;
};

/** So long what is written just now may take until all of it is there to be read. */
const AGAIN_AFTER_MS = 1_500;

/**
 * Returns what a check finds. It reads a part at a time while others write, so only what is still so a moment later counts.
 *
 * @param isRepairing whether what follows from the rest is made anew
 */
export async function examine(
	check: Check,
	database: Database,
	secrets: Secrets,
	now: () => Date,
	isRepairing: boolean,
	againAfterMs = AGAIN_AFTER_MS,
): Promise<CheckResult> {
	const look = async () => {
		const workspaceIds = (await listWorkspaces(database)).map(({ id }) => id);
		return check.find({ reader: database, secrets, now: now(), workspaceIds });
	};
	const { name, promise, advice, repair } = check;
	const { looked, findings } = await confirmed(look, againAfterMs);
	if (findings.length === 0 || !isRepairing || !repair)
		return { name, promise, advice, looked, findings, repaired: null };
	const repaired = await repair(database, now());
	const left = await confirmed(look, againAfterMs);
	return { name, promise, advice, looked, findings: left.findings, repaired };
}

async function confirmed(
	look: () => ReturnType<Check['find']>,
	againAfterMs: number,
): ReturnType<Check['find']> {
	const first = await look();
	if (first.findings.length === 0) return first;
	await sleep(againAfterMs);
	const again = new Set((await look()).findings.map(({ sentence }) => sentence));
	return { ...first, findings: first.findings.filter(({ sentence }) => again.has(sentence)) };
}
