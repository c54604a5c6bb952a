import type { Contact } from '../../../contract/types';
import type { StoredDeal } from './store';

/**
 * What many changes in one transaction have told so far. A company that several of them rename is told of once, at the
 * end: told with each of them, a thousand deals of one company would be half a million events.
 */
export type PublishedSnapshots = {
	/** Deals and contacts as they were last told of, where they may show something else by now. */
	deals: Memory<StoredDeal>;
	contacts: Memory<Contact>;
	/** The companies that have changed. */
	companies: Memory<true>;
};

/** Returns the beginning of many changes. */
export function noSnapshots(): PublishedSnapshots {
	return { deals: new Memory(), contacts: new Memory(), companies: new Memory() };
}

/** Returns what one of many changes tells on top of the others; it counts for them once it is kept. */
export function snapshotsBeside({ deals, contacts, companies }: PublishedSnapshots): {
	snapshots: PublishedSnapshots;
	keep: () => void;
} {
	const snapshots = {
		deals: new Memory(deals),
		contacts: new Memory(contacts),
		companies: new Memory(companies),
	};
	return { snapshots, keep: () => Object.values(snapshots).forEach((memory) => memory.keep()) };
}

/** Returns a deal as it was last told of, which may be before its company changed. */
export function lastPublished(
	snapshots: PublishedSnapshots | undefined,
	deal: StoredDeal,
): StoredDeal {
	const isUntold = deal.company !== null && snapshots?.companies.has(deal.company.id);
	return (isUntold && snapshots?.deals.get(deal.row.id)) || deal;
}

/** Values by id, over those of another memory. */
class Memory<Value> {
	private readonly own = new Map<string, Value>();

	constructor(private readonly below?: Memory<Value>) {}

	get(id: string): Value | undefined {
		return this.own.get(id) ?? this.below?.get(id);
	}

	has(id: string): boolean {
		return this.get(id) !== undefined;
	}

	set(id: string, value: Value): void {
		this.own.set(id, value);
	}

	/** The ids of its own values. */
	ids(): Iterable<string> {
		return this.own.keys();
	}

	/** Moves its own values to those below. */
	keep(): void {
		for (const [id, value] of this.own) this.below?.set(id, value);
	}
}
