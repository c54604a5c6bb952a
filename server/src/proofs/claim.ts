import type { EventName } from '../../../contract/events';
import type { EventData } from '../../../contract/types';
import type { WriteContext } from '../context';
import { emailKey } from '../values/email';
import { findProofMaker, noteRecord, proofsUnderWay, type ProofRow } from './store';

/**
 * Returns the proof that something happened in, and notes what it has made; undefined for everything else. It is of a proof
 * when it is about a record that the proof has made, or makes one whose email address is the registered one, in its time.
 */
export async function claimForProof(
	context: WriteContext,
	type: EventName,
	data: EventData,
): Promise<string | undefined> {
	const { transaction, workspaceId, now, change } = context;
	const proofs = await proofsUnderWay(transaction, workspaceId);
	if (proofs.length === 0) return undefined;
	const subject = data.deal?.id ?? data.contact?.id ?? data.submission?.deal_id ?? undefined;
	const known = await findProofMaker(
		transaction,
		workspaceId,
		subject === undefined ? [] : [subject],
	);
	const id = known ?? (MAKING.includes(type) ? registered(proofs, data, now)?.id : undefined);
	if (id === undefined) return undefined;
	const proof = { workspace_id: workspaceId, id };
	if (known === undefined && subject !== undefined) await noteRecord(transaction, proof, subject);
	for (const company of change.madeCompanies) await noteRecord(transaction, proof, company);
	return id;
}

/** What is there already is nobody's proof, whatever address it has. */
const MAKING: EventName[] = ['deal.created', 'contact.created'];

function registered(proofs: ProofRow[], data: EventData, now: Date): ProofRow | undefined {
	const email = (data.deal?.contact ?? data.contact)?.email;
	if (!email) return undefined;
	const key = emailKey(email);
	return proofs.find(
		({ email_key, expires_at }) => email_key === key && now.toISOString() < expires_at,
	);
}
