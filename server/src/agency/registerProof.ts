import type { ProofInput } from '../../../contract/types';
import { contactExists } from '../contacts/exists';
import { findContactByEmail } from '../contacts/store';
import type { AppContext } from '../context';
import { problem } from '../problems/problems';
import { insertProof, type ProofRow, proofsUnderWay } from '../proofs/store';
import { emailKey } from '../values/email';
import { newId } from '../values/ids';
import { workspaceInUse } from './workspaces';

/** So long the sample lead may take to arrive. */
const LASTS_MS = 10 * 60 * 1000;

/**
 * Registers a sample lead before it is sent, and returns its proof.
 *
 * @throws workspace_not_found; contact_exists where the address is somebody's: what happens to them is nobody's proof;
 * proof_exists where a proof has the address already
 */
export async function registerProof(
	{ database, now }: AppContext,
	{ workspace_id, email }: ProofInput,
): Promise<ProofRow> {
	const { id: workspaceId } = await workspaceInUse(database, workspace_id);
	return database.write(workspaceId, async (transaction) => {
		const owner = await findContactByEmail(transaction, workspaceId, email);
		const key = emailKey(email);
		const other = (await proofsUnderWay(transaction, workspaceId)).find(
			({ email_key }) => email_key === key,
		);
		if (other) throw problem('proof_exists', undefined, { params: { id: other.id, email } });
		if (owner) throw contactExists(owner);
		const at = now();
		const proof = {
			id: newId('prf'),
			workspace_id: workspaceId,
			email,
			email_key: key,
			created_at: at.toISOString(),
			expires_at: new Date(at.getTime() + LASTS_MS).toISOString(),
		};
		await insertProof(transaction, proof);
		return proof;
	});
}
