import type { Company } from '../../../contract/types';
import { findCompanies, findCompany } from '../companies/store';
import type { UndoPlanning } from './dealPlans';
import { judge, keepFields, type KeptReason, type Restoration, type UndoVerdict } from './judge';
import { type IsGoing, usedRecords } from './references';
import type { TouchedRecord } from './touchedRecord';

/** What becomes of a company. */
export type UndoneCompany = {
	record: TouchedRecord;
	verdict: UndoVerdict;
	before: Company | undefined;
	after: Company | undefined;
};

/** Returns what becomes of companies that a run has touched. */
export async function planCompanies(
	{ reader, workspaceId }: Pick<UndoPlanning, 'reader' | 'workspaceId'>,
	records: TouchedRecord[],
	isGoing: IsGoing,
): Promise<UndoneCompany[]> {
	const ids = records.map(({ id }) => id);
	const found = new Map(
		(await findCompanies(reader, workspaceId, ids)).map(
			(company) => [company.id, company] as const,
		),
	);
	const used = await usedRecords(reader, workspaceId, 'company', ids, isGoing);
	const plans: UndoneCompany[] = [];
	for (const record of records) {
		const before = found.get(record.id);
		const verdict = judge(record, before);
		if (verdict.does === 'delete' && used.has(record.id))
			plans.push({ record, before, after: undefined, verdict: IN_USE });
		else if (verdict.does === 'restore' && before) {
			const wanted = { ...before, ...(verdict.values as Partial<Company>) };
			const isTaken = await isAnothers({ reader, workspaceId }, wanted);
			const possible = isTaken ? keepFields(verdict, allTaken(verdict)) : verdict;
			plans.push({ record, before, after: isTaken ? before : wanted, verdict: possible });
		} else plans.push({ record, before, after: undefined, verdict });
	}
	return plans;
}

const IN_USE: UndoVerdict = { does: 'keep', reason: 'in_use' };

/** Name and domain are what a company is found by: two that are found alike would be one. */
async function isAnothers(
	{ reader, workspaceId }: Pick<UndoPlanning, 'reader' | 'workspaceId'>,
	{ id, name, domain }: Company,
): Promise<boolean> {
	const owner = await findCompany(reader, workspaceId, domain === null ? { name } : { domain });
	return owner !== undefined && owner.id !== id;
}

function allTaken({ values }: Restoration): Map<string, KeptReason> {
	return new Map(Object.keys(values).map((name) => [name, 'taken']));
}
