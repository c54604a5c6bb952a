import type { AppContext } from '../context';
import { repeatedly } from '../timing/repeatedly';
import { listAbandoned } from './runInHand';
import { type UndoParts, undoRun } from './undoParts';

/** How often is looked for what a crash, another process or the command has left. */
const EVERY_MS = 1_000;

/** Undoes runs in the background. How far each is stands in the database: any process may go on with it at any time. */
export class Undoing {
	private readonly running = new Map<string, Promise<void>>();
	private readonly stopping = new AbortController();
	private stopLooking: () => Promise<void> = async () => {};

	constructor(
		private readonly parts: UndoParts & Pick<AppContext, 'now'>,
		private readonly report: (reason: unknown) => void,
	) {}

	/** Goes on with what an earlier process left, and looks each second for what another one leaves. */
	start(): void {
		this.stopLooking = repeatedly(
			EVERY_MS,
			async () => {
				const { database, now } = this.parts;
				if (!database.isLeader) return;
				for (const { workspace_id, id } of await listAbandoned(database, now()))
					this.undo(workspace_id, id).catch(() => {});
			},
			this.report,
		);
	}

	/** Finishes the parts in hand; the next start does the rest. */
	async stop(): Promise<void> {
		this.stopping.abort();
		await this.stopLooking();
		// What went wrong in them is reported already.
		await Promise.allSettled(this.running.values());
	}

	/** Goes on undoing a run until it is done. */
	readonly undo = (workspaceId: string, runId: string): Promise<void> => {
		const name = `${workspaceId} ${runId}`;
		const known = this.running.get(name);
		if (known) return known;
		const { signal } = this.stopping;
		const running = undoRun(this.parts, workspaceId, runId, { stopping: signal }).finally(() =>
			this.running.delete(name),
		);
		// Whoever has asked may not wait for it any more.
		running.catch(this.report);
		this.running.set(name, running);
		return running;
	};
}
