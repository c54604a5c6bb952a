import type { Database, Settlement } from './database/database';
import { Allowances, type Limiter } from './http/rateLimit';
import { repeatedly } from './timing/repeatedly';

/** As long each process counts by itself: by what passes in it, a limit may be exceeded in each of the others. */
const SETTLED_EVERY_MS = 100;

type Parts = {
	database: Database;
	now: () => Date;
	/** Returns the workspaces whose events are late in this process. */
	lateHere: () => string[];
};

/**
 * What processes that work with one database have in common: how often each sender may ask, and where events are late. A
 * process that is alone with its database counts by itself; others settle with one statement, and with none while nobody
 * asks.
 */
export class OtherProcesses {
	private readonly allowances = new Map<string, { perMinute: number; all: Allowances }>();
	private late = new Set<string>();
	private saidLate = '[]';
	private mayBeHeld = false;

	constructor(private readonly parts: Parts) {}

	/**
	 * Returns a limiter that all processes count for together.
	 *
	 * @param name what it limits
	 * @param perMinute requests of each sender; 0 for any number
	 */
	newLimiter(name: string, perMinute: number): Limiter {
		const all = new Allowances(perMinute);
		this.allowances.set(name, { perMinute, all });
		return all.wait;
	}

	/** Returns whether events of a workspace are late in any other process, as far as it has said so. */
	isLate(workspaceId: string): boolean {
		this.mayBeHeld = true;
		return this.late.has(workspaceId);
	}

	/**
	 * Begins to settle; returns what stops it.
	 *
	 * @param report is called with what went wrong; the next time tries again
	 */
	start(report: (reason: unknown) => void): () => Promise<void> {
		if (!this.parts.database.settle) return async () => {};
		return repeatedly(SETTLED_EVERY_MS, () => this.settle(), report);
	}

	private async settle(): Promise<void> {
		const { database, now, lateHere } = this.parts;
		const late = lateHere();
		const spent = [...this.allowances].flatMap(([name, { perMinute, all }]) =>
			[...all.takeUnsettled()].map(([sender, count]) => ({
				name: `${name} ${sender}`,
				count,
				perMinute,
			})),
		);
		const isNews = JSON.stringify(late) !== this.saidLate;
		if (spent.length === 0 && !isNews && !this.mayBeHeld) return;
		this.mayBeHeld = false;
		const atMs = now().getTime();
		try {
			this.take((await database.settle?.({ spent, late, atMs })) as Settlement, atMs);
			this.saidLate = JSON.stringify(late);
		} catch (reason) {
			// Nobody is held for what was said before.
			this.late.clear();
			throw reason;
		}
	}

	private take({ left, late }: Settlement, atMs: number): void {
		this.late = new Set(late);
		for (const { name, tokens } of left) {
			const [limit = '', ...sender] = name.split(' ');
			this.allowances.get(limit)?.all.settle(sender.join(' '), tokens, atMs);
		}
	}
}
