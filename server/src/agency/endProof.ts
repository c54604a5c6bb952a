import type { ProofEnd } from '../../../contract/types';
import { findCompanyById, removeCompany } from '../companies/store';
import { findContact, removeContact } from '../contacts/store';
import type { Database, Transaction } from '../database/database';
import { oneOf, sql } from '../database/sql';
import { findDeals, removeDeal } from '../deals/store';
import { type ProofRow, listProofRecords, removeProof } from '../proofs/store';
import { removeDeliveries } from '../webhooks/removeDeliveries';
import { isA } from './showProof';

/**
 * Removes everything that a proof has made, and fires nothing: nobody has heard of any of it. A contact or company that
 * something else has come to use meanwhile stays. Of its events the numbers stay, empty, until they are too old: whoever
 * walks forward through events finds no gap, and no event.
 */
export function endProof(database: Database, proof: ProofRow): Promise<ProofEnd> {
	return database.write(proof.workspace_id, (transaction) => removeMade(transaction, proof));
}

async function removeMade(transaction: Transaction, proof: ProofRow): Promise<ProofEnd> {
	const { id, workspace_id } = proof;
	const made = await listProofRecords(transaction, proof);
	const kept: string[] = [];
	const deals = await removeDeals(transaction, workspace_id, made.filter(isA('deal')));
	let contacts = 0;
	for (const contactId of made.filter(isA('con'))) {
		if (!(await findContact(transaction, workspace_id, contactId))) continue;
		if (await isUsed(transaction, workspace_id, 'contact', contactId)) kept.push(contactId);
		else {
			await removeContact(transaction, workspace_id, contactId);
			contacts += 1;
		}
	}
	let companies = 0;
	for (const companyId of made.filter(isA('com'))) {
		if (!(await findCompanyById(transaction, workspace_id, companyId))) continue;
		if (await isUsed(transaction, workspace_id, 'company', companyId)) kept.push(companyId);
		else {
			await removeCompany(transaction, workspace_id, companyId);
			companies += 1;
		}
	}
	const { events, deliveries } = await emptyEvents(transaction, proof);
	await removeProof(transaction, proof);
	return { id, workspace_id, removed: { deals, contacts, companies, events, deliveries }, kept };
}

async function removeDeals(
	transaction: Transaction,
	workspaceId: string,
	ids: string[],
): Promise<number> {
	const present = await findDeals(transaction, ids);
	for (const { row } of present) {
		await transaction.run(sql`delete from submissions where deal_id = ${row.id}`);
		await removeDeal(transaction, workspaceId, row);
	}
	return present.length;
}

const USES = {
	contact: (workspaceId: string, id: string) => sql`
		select 1 from deals where workspace_id = ${workspaceId} and contact_id = ${id} limit 1`,
	company: (workspaceId: string, id: string) => sql`
		select 1 where exists (select 1 from deals where workspace_id = ${workspaceId} and company_id = ${id})
			or exists (select 1 from contacts where workspace_id = ${workspaceId} and company_id = ${id})`,
};

async function isUsed(
	transaction: Transaction,
	workspaceId: string,
	kind: keyof typeof USES,
	id: string,
): Promise<boolean> {
	return (await transaction.get(USES[kind](workspaceId, id))) !== undefined;
}

async function emptyEvents(transaction: Transaction, { id }: ProofRow) {
	const events = await transaction.all<{ id: string }>(
		sql`select id from events where proof_id = ${id}`,
	);
	const deliveries = await transaction.all<{ id: string }>(sql`
		select id from deliveries where event_id in ${oneOf(events.map((event) => event.id))}`);
	await removeDeliveries(transaction, deliveries);
	await transaction.run(sql`
		update events set type = '', body = '{}', deal_id = null, change_id = null, proof_id = null
		where proof_id = ${id}`);
	return { events: events.length, deliveries: deliveries.length };
}
