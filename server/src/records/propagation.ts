import { getChangedCompany, listChangedCompanies } from '../companies/store';
import { type AppContext, type Cause, type Change, writeContext, type Writes } from '../context';
import type { Transaction } from '../database/database';
import { limits } from '../limits';
import { originInHand } from '../origin';
import { type Maker, NOBODY } from '../runs/maker';
import { noteRun } from '../runs/store';
import { repeatedly } from '../timing/repeatedly';
import { type Progress, propagateSome } from './propagate';

type Parts = Pick<AppContext, 'database' | 'now' | 'wake' | 'publicUrl'> & {
	/** Resolves when what happens in a workspace is announced soon enough that more may happen. */
	waitForCapacity: (workspaceId: string) => Promise<void>;
	/** Called with what went wrong; the next second tries again. */
	report: (reason: unknown) => void;
};

/** How often is looked for what a crash or another process has left. */
const EVERY_MS = 1_000;

/**
 * The one way by which a company's new name reaches the contacts and deals that show it: at the end of the change that
 * gave it, as far as nobody waits for it, and the rest in transactions of its own. What is still to be done stands in the
 * database, so that no event is lost and none comes twice.
 */
export class Propagation implements Writes {
	private running: Promise<void> | undefined;
	private isStopped = false;
	private stopSearching: () => Promise<void> = async () => {};

	constructor(private readonly parts: Parts) {}

	/** Goes on with what an earlier process left, and looks each second for what another one leaves. */
	start(): void {
		const { database, report } = this.parts;
		this.stopSearching = repeatedly(
			EVERY_MS,
			async () => {
				if (database.isLeader) await this.publishRest();
			},
			report,
		);
		this.goOn();
	}

	/** Finishes the part in hand; the next start does the rest. */
	async stop(): Promise<void> {
		this.isStopped = true;
		await this.stopSearching();
		// What went wrong in it is reported already.
		await this.running?.catch(() => {});
	}

	readonly write = <T>(
		workspaceId: string,
		change: Change<T>,
		maker: Maker = NOBODY,
	): Promise<T> => {
		const origin = originInHand();
		return this.parts.database.write(workspaceId, (transaction) =>
			this.writeWithin(transaction, workspaceId, change, { origin, maker }),
		);
	};

	readonly writeWithin = async <T>(
		transaction: Transaction,
		workspaceId: string,
		change: Change<T>,
		cause?: Cause,
	): Promise<T> => {
		const context = writeContext(this.parts, transaction, workspaceId, cause);
		const result = await change(context);
		await noteRun(context);
		const companies = [];
		for (const id of context.changedCompanies) {
			const company = await getChangedCompany(transaction, id);
			if (company) companies.push(company);
		}
		const isLeft = await propagateSome(context, companies);
		if (isLeft) transaction.afterCommit(() => this.goOn());
		return result;
	};

	private goOn(): void {
		this.publishRest().catch(this.parts.report);
	}

	private publishRest(): Promise<void> {
		return (this.running ??= this.publishParts().finally(() => (this.running = undefined)));
	}

	private async publishParts(): Promise<void> {
		const { database, waitForCapacity } = this.parts;
		let progress: Progress | undefined;
		for (;;) {
			const [next] = await listChangedCompanies(database, 1);
			if (!next || this.isStopped) return;
			const { workspace_id } = next;
			await waitForCapacity(workspace_id);
			progress = await database.write(workspace_id, (transaction) =>
				this.publishPart(transaction, workspace_id, progress),
			);
		}
	}

	private async publishPart(
		transaction: Transaction,
		workspaceId: string,
		from: Progress | undefined,
	): Promise<Progress | undefined> {
		const companies = await listChangedCompanies(transaction, limits.recordsAtOnce, workspaceId);
		return propagateSome(writeContext(this.parts, transaction, workspaceId), companies, from);
	}
}
