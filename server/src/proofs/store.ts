import type { Reader, Transaction } from '../database/database';
import { oneOf, sql } from '../database/sql';

/** A sample lead that was registered before it is sent. */
export type ProofRow = {
	id: string;
	workspace_id: string;
	email: string;
	email_key: string;
	created_at: string;
	/** Until when a new record with the address belongs to it. */
	expires_at: string;
};

const COLUMNS = sql`id, workspace_id, email, email_key, created_at, expires_at`;

/** Returns the proofs of a workspace that were not ended, read once while they are the same. */
export function proofsUnderWay(transaction: Transaction, workspaceId: string): Promise<ProofRow[]> {
	return transaction.configuration(workspaceId, 'proofs', (reader) =>
		reader.all<ProofRow>(
			sql`select ${COLUMNS} from proofs where workspace_id = ${workspaceId} order by id`,
		),
	);
}

/** Returns the proof with the id, whatever its workspace, or undefined. */
export function findProof(reader: Reader, id: string): Promise<ProofRow | undefined> {
	return reader.get<ProofRow>(sql`select ${COLUMNS} from proofs where id = ${id}`);
}

/** Returns the proofs of all workspaces that expired before a moment. */
export function listExpiredProofs(reader: Reader, before: Date): Promise<ProofRow[]> {
	return reader.all<ProofRow>(
		sql`select ${COLUMNS} from proofs where expires_at < ${before.toISOString()} order by id`,
	);
}

/** Writes a new proof. */
export async function insertProof(transaction: Transaction, proof: ProofRow): Promise<void> {
	await transaction.run(sql`
		insert into proofs (workspace_id, id, email, email_key, created_at, expires_at)
		values (${proof.workspace_id}, ${proof.id}, ${proof.email}, ${proof.email_key}, ${proof.created_at},
			${proof.expires_at})`);
}

/** Removes a proof and the notes of what it made; what it made is not touched. */
export async function removeProof(transaction: Transaction, { workspace_id, id }: ProofRow) {
	await transaction.run(
		sql`delete from proof_records where workspace_id = ${workspace_id} and proof_id = ${id}`,
	);
	await transaction.run(
		sql`delete from proofs where workspace_id = ${workspace_id} and id = ${id}`,
	);
}

/** Notes that a proof has made a record. */
export async function noteRecord(
	transaction: Transaction,
	{ workspace_id, id }: Pick<ProofRow, 'workspace_id' | 'id'>,
	recordId: string,
): Promise<void> {
	await transaction.run(sql`
		insert into proof_records (workspace_id, record_id, proof_id) values (${workspace_id}, ${recordId}, ${id})
		on conflict do nothing`);
}

/** Returns the proof that has made one of some records, or undefined. */
export async function findProofMaker(
	reader: Reader,
	workspaceId: string,
	recordIds: string[],
): Promise<string | undefined> {
	if (recordIds.length === 0) return undefined;
	const row = await reader.get<{ proof_id: string }>(sql`
		select proof_id from proof_records
		where workspace_id = ${workspaceId} and record_id in ${oneOf(recordIds)} limit 1`);
	return row?.proof_id;
}

/** Returns the ids of the records that a proof has made, in the order in which they were made. */
export async function listProofRecords(
	reader: Reader,
	{ workspace_id, id }: ProofRow,
): Promise<string[]> {
	const rows = await reader.all<{ record_id: string }>(sql`
		select record_id from proof_records where workspace_id = ${workspace_id} and proof_id = ${id}
		order by record_id`);
	return rows.map(({ record_id }) => record_id);
}
