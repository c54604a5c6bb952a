import { leftBehind } from '../runs/leftBehind';
import { isSameValue, replacedTogether, valuesOfRecord } from '../runs/replaced';
import type { TouchedRecord } from './touchedRecord';

/** Why something of a record stays as it is. */
export type KeptReason = 'changed_since' | 'in_use' | 'taken' | 'missing' | 'deleted' | 'erased';

/** What undoing a run means for a record. */
export type UndoVerdict =
	| { does: 'nothing' }
	| { does: 'delete' }
	| { does: 'keep'; reason: KeptReason }
	| Restoration;

/** What a record gets back, the notes it loses, and what of the run it keeps. */
export type Restoration = {
	does: 'restore';
	values: Record<string, unknown>;
	notes: string[];
	stuck: Map<string, KeptReason>;
};

/**
 * Returns what undoing a run means for a record, by what the run has noted of it and how it is now. What the run has made
 * goes if it is as the run left it; of what was there before, each value that is still the run's is given back.
 */
export function judge({ changes }: TouchedRecord, current: object | undefined): UndoVerdict {
	const isMade = changes.some(({ kind }) => kind === 'created');
	if (!current) {
		const isItsDeletion = changes.some(({ kind }) => kind === 'deleted');
		return isItsDeletion && !isMade ? { does: 'keep', reason: 'deleted' } : { does: 'nothing' };
	}
	// What was noted of one change is part of what the others give back.
	if (changes.some(({ state }) => state.erased)) return { does: 'keep', reason: 'erased' };
	if (!isMade) return restoration(changes, valuesOfRecord(current));
	const [last] = changes;
	return last?.state.left === leftBehind(current)
		? { does: 'delete' }
		: { does: 'keep', reason: 'changed_since' };
}

/** The newest change first: what it gives back may be what the one before it has left. */
function restoration(
	changes: TouchedRecord['changes'],
	current: Record<string, unknown>,
): UndoVerdict {
	const values: Record<string, unknown> = {};
	const stuck = new Map<string, KeptReason>();
	const settled = new Set<string>();
	for (const { before = {}, after = {} } of changes.map(({ state }) => state))
		for (const names of eachTogether(Object.keys(before))) {
			if (names.some((name) => settled.has(name))) continue;
			const isStill = (wanted: Record<string, unknown>) =>
				names.every((name) =>
					isSameValue(name in values ? values[name] : current[name], wanted[name]),
				);
			if (isStill(after)) for (const name of names) values[name] = before[name] ?? null;
			else {
				for (const name of names) settled.add(name);
				// An older change that somebody has changed before the run did again is none of the run's any more.
				const isFirst = names.every((name) => !(name in values));
				if (isFirst && !isStill(before)) for (const name of names) stuck.set(name, 'changed_since');
			}
		}
	// What the run itself has put back is not given back once more.
	const isAsItWas = (name: string) => isSameValue(values[name], current[name]);
	for (const names of eachTogether(Object.keys(values)))
		if (names.every(isAsItWas)) for (const name of names) delete values[name];
	const notes = changes.flatMap(({ state }) => state.note ?? []);
	const isNothing = Object.keys(values).length + notes.length + stuck.size === 0;
	return isNothing ? { does: 'nothing' } : { does: 'restore', values, notes, stuck };
}

/** What can be given back least comes first: of several fields that stay, one reason is shown. */
const BY_WEIGHT: KeptReason[] = ['missing', 'taken', 'changed_since'];

/** Returns why a record stays in part, undefined where nothing of it stays. */
export function reasonOf({ stuck }: Pick<Restoration, 'stuck'>): KeptReason | undefined {
	const all = new Set(stuck.values());
	return BY_WEIGHT.find((reason) => all.has(reason));
}

/** Returns whether anything of a record is taken back: one of which all stays is not written. */
export function takesBack({ values, notes }: Restoration): boolean {
	return Object.keys(values).length + notes.length > 0;
}

function eachTogether(names: string[]): string[][] {
	const groups = names.map((name) => replacedTogether(name).filter((one) => names.includes(one)));
	return groups.filter(([first], place) => names[place] === first);
}

/** Has fields stay as they are that cannot get back what they had, each with those that go with it. */
export function keepFields(
	{ values, notes, stuck }: Restoration,
	reasons: Map<string, KeptReason>,
): Restoration {
	const left = { ...values };
	const all = new Map(stuck);
	for (const [field, reason] of reasons)
		for (const name of replacedTogether(field).filter((one) => one in values)) {
			delete left[name];
			all.set(name, reason);
		}
	return { does: 'restore', values: left, notes, stuck: all };
}
