import {
	judge,
	keepFields,
	type KeptReason,
	type Restoration,
	takesBack,
	type UndoVerdict,
} from './judge';
import type { TouchedRecord } from './touchedRecord';

/** What becomes of a record. */
export type UndonePlan<T> = {
	record: TouchedRecord;
	verdict: UndoVerdict;
	/** As it is, and as it is after it got back what it had: undefined where it gets nothing back. */
	before: T | undefined;
	after: T | undefined;
};

/** What is special about records of a kind. */
export type RecordPlanning<T> = {
	found: ReadonlyMap<string, T>;
	/** Returns what a run notes of a record. */
	valuesOf: (before: T) => object;
	/** Those that stay though the run has made them, and why. */
	held: { ids: ReadonlySet<string>; reason: KeptReason };
	/** Returns which fields cannot get back what they had, and what the record is once the others have. */
	restore: (before: T, wanted: Restoration) => Promise<Restored<T>>;
};

export type Restored<T> = {
	reasons: Map<string, KeptReason>;
	after: (possible: Restoration) => T;
};

/** Returns what becomes of records of one kind that a run has touched. */
export async function planRecords<T>(
	records: TouchedRecord[],
	{ found, valuesOf, held, restore }: RecordPlanning<T>,
): Promise<Array<UndonePlan<T>>> {
	const plans: Array<UndonePlan<T>> = [];
	for (const record of records) {
		const before = found.get(record.id);
		const verdict = judge(record, before && valuesOf(before));
		const plan: UndonePlan<T> = { record, verdict, before, after: undefined };
		if (verdict.does === 'delete' && held.ids.has(record.id))
			plan.verdict = { does: 'keep', reason: held.reason };
		if (verdict.does === 'restore' && before) {
			const { reasons, after } = await restore(before, verdict);
			const possible = reasons.size === 0 ? verdict : keepFields(verdict, reasons);
			plan.verdict = possible;
			if (takesBack(possible)) plan.after = after(possible);
		}
		plans.push(plan);
	}
	return plans;
}
