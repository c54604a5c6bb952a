import type { Database } from '../database/database';
import { listExpiredProofs } from '../proofs/store';
import { repeatedly } from '../timing/repeatedly';
import { endProof } from './endProof';

const EVERY_MS = 60 * 1000;

/** So long after it has expired a proof is looked at, if at all. */
const KEPT_MS = 60 * 60 * 1000;

/** Ends proofs that whoever registered them has not ended. Returns what stops it. */
export function endOldProofs(
	database: Database,
	now: () => Date,
	report: (reason: unknown) => void,
): () => Promise<void> {
	return repeatedly(
		EVERY_MS,
		async () => {
			if (database.isLeader) await endForgottenProofs(database, now());
		},
		report,
	);
}

/** Ends those that expired an hour ago or before. */
export async function endForgottenProofs(database: Database, now: Date): Promise<void> {
	const before = new Date(now.getTime() - KEPT_MS);
	for (const proof of await listExpiredProofs(database, before)) await endProof(database, proof);
}
