import type { Proof } from '../../../contract/types';
import type { AppContext } from '../context';
import type { Reader } from '../database/database';
import { sql } from '../database/sql';
import { renderDeal } from '../deals/render';
import { findDeals } from '../deals/store';
import { loadPipelines } from '../pipelines/store';
import { problem } from '../problems/problems';
import { findProof, type ProofRow, listProofRecords } from '../proofs/store';

/**
 * Returns the proof with the id that was not ended.
 *
 * @throws proof_not_found
 */
export async function getProof(reader: Reader, id: string): Promise<ProofRow> {
	const proof = await findProof(reader, id);
	if (!proof) throw problem('proof_not_found', undefined, { params: { id } });
	return proof;
}

/** Returns a proof with what it has made so far. */
export async function showProof(
	{ database, publicUrl, now }: AppContext,
	proof: ProofRow,
): Promise<Proof> {
	const { id, workspace_id, email, created_at, expires_at } = proof;
	const made = await listProofRecords(database, proof);
	const dealIds = made.filter(isA('deal'));
	const pipelines = await loadPipelines(database, workspace_id);
	const view = { pipelines, publicUrl: publicUrl(), now: now() };
	const deals = (await findDeals(database, dealIds)).map((deal) => renderDeal(deal, view));
	const events = await database.get<{ count: number }>(
		sql`select count(*) as count from events where proof_id = ${id}`,
	);
	return {
		id,
		workspace_id,
		email,
		created_at,
		expires_at,
		made: {
			deals: deals.map((deal) => ({
				id: deal.id,
				name: deal.name,
				status: deal.status,
				value: deal.value,
				currency: deal.currency,
				pipeline_name: deal.pipeline_name,
				stage_name: deal.stage_name,
				url: deal.url,
			})),
			contacts: made.filter(isA('con')).length,
			companies: made.filter(isA('com')).length,
			events: Number(events?.count ?? 0),
		},
	};
}

/** Returns what says of an id whether it is of a kind. */
export function isA(kind: 'deal' | 'con' | 'com'): (id: string) => boolean {
	return (id) => id.startsWith(`${kind}_`);
}
