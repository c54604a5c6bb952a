import type { Company } from '../../../contract/types';
import { findCompanies, findCompany } from '../companies/store';
import type { UndoPlanning } from './dealPlans';
import type { KeptReason, Restoration } from './judge';
import { planRecords, type UndonePlan } from './planRecords';
import { type IsGoing, usedRecords } from './references';
import type { TouchedRecord } from './touchedRecord';

/** What becomes of a company. */
export type UndoneCompany = UndonePlan<Company>;

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
	return planRecords(records, {
		found,
		valuesOf: (company) => company,
		held: { ids: used, reason: 'in_use' },
		restore: async (before, wanted) => {
			const after: Company = { ...before, ...(wanted.values as Partial<Company>) };
			const isTaken = await isAnothers({ reader, workspaceId }, after);
			return { reasons: isTaken ? allTaken(wanted) : new Map(), after: () => after };
		},
	});
}

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
