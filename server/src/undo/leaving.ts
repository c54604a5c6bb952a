import type { IsGoing } from './references';

type Plan = {
	record: { id: string };
	verdict: { does: string };
	after: object | undefined;
};

/** What will be gone, or use something else, once a run is undone: noted in the order in which it is undone. */
export class Leaving {
	private readonly deleted = new Set<string>();
	private readonly moved = new Map<string, Array<string | null>>();

	/** Notes what becomes of a deal or contact. */
	note({ record, verdict, after }: Plan): void {
		if (verdict.does === 'delete') this.deleted.add(record.id);
		if (verdict.does === 'restore' && after) this.moved.set(record.id, usedBy(after));
	}

	/** Returns whether a deal or contact will no longer use a contact or company. */
	readonly isGoing: IsGoing = (userId, usedId) => {
		if (this.deleted.has(userId)) return true;
		const uses = this.moved.get(userId);
		return uses !== undefined && !uses.includes(usedId);
	};
}

function usedBy(after: object): Array<string | null> {
	const { row, company } = after as {
		row?: { contact_id: string | null; company_id: string | null };
		company?: { id: string } | null;
	};
	return row ? [row.contact_id, row.company_id] : [company?.id ?? null];
}
