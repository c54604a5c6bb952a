import type { UndoCounts } from '../../../contract/types';
import type { TouchedRecord } from './touchedRecord';
import type { UndoVerdict } from './judge';

/** What nothing comes to. */
export const NOTHING_UNDONE: UndoCounts = {
	deals_deleted: 0,
	contacts_deleted: 0,
	companies_deleted: 0,
	updates_undone: 0,
	notes_removed: 0,
	kept: 0,
};

const DELETED = {
	deal: 'deals_deleted',
	contact: 'contacts_deleted',
	company: 'companies_deleted',
} as const;

/** The kinds of records that runs touch. */
export type RecordKind = keyof typeof DELETED;

/** Returns which kind of record an id is of. */
export function kindOf(id: string): RecordKind {
	if (id.startsWith('deal_')) return 'deal';
	return id.startsWith('con_') ? 'contact' : 'company';
}

/** Adds what becomes of a record to what undoing a run comes to. */
export function addUpVerdict(
	counts: UndoCounts,
	{ id }: Pick<TouchedRecord, 'id'>,
	verdict: UndoVerdict,
): UndoCounts {
	if (verdict.does === 'nothing') return counts;
	if (verdict.does === 'keep') return { ...counts, kept: counts.kept + 1 };
	if (verdict.does === 'delete') {
		const name = DELETED[kindOf(id)];
		return { ...counts, [name]: counts[name] + 1 };
	}
	const { values, notes, stuck } = verdict;
	return {
		...counts,
		updates_undone: counts.updates_undone + Number(Object.keys(values).length > 0),
		notes_removed: counts.notes_removed + notes.length,
		kept: counts.kept + Number(stuck.size > 0),
	};
}

/** Returns what one undo of a run has come to, where counts add up over all of them; what is kept is of the last one anyway. */
export function countsSince(before: UndoCounts, after: UndoCounts): UndoCounts {
	return {
		deals_deleted: after.deals_deleted - before.deals_deleted,
		contacts_deleted: after.contacts_deleted - before.contacts_deleted,
		companies_deleted: after.companies_deleted - before.companies_deleted,
		updates_undone: after.updates_undone - before.updates_undone,
		notes_removed: after.notes_removed - before.notes_removed,
		kept: after.kept,
	};
}
