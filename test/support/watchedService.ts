import { setTimeout as sleep } from 'node:timers/promises';
import { inRepository } from '../../scripts/repository.mjs';
import { ServiceProcess } from './serviceProcess';

const WATCHER = inRepository('test', 'support', 'longestHold.cjs');
const PRINTED = /longest hold: ([\d.]+) ms\n/g;

/**
 * Returns for how long work in parts may hold a service up, in milliseconds of CPU: 50, or on a slow or busy machine a sixth
 * of what a request of 1,000 deals does, which is a change that cannot be cut.
 */
export const mostHold = (thousandDealsMs: number) => Math.max(50, thousandDealsMs / 6);

/** The service in a process of its own, which reports for how long it got to nothing else. */
export class WatchedService {
	private constructor(readonly service: ServiceProcess) {}

	/** One for all tests of a file: started before the first of them, stopped after the last. */
	static forFile(env: Record<string, string> = {}): WatchedService {
		const NODE_OPTIONS = `--require "${WATCHER}"`;
		return new WatchedService(ServiceProcess.forFile({ ...env, NODE_OPTIONS }));
	}

	/** Milliseconds of CPU for which nobody else was answered at most, since it was asked last. */
	async longestHold(): Promise<number> {
		const { service } = this;
		const holds = () => [...service.output.matchAll(PRINTED)];
		const before = holds().length;
		process.kill(service.pid, 'SIGUSR2');
		while (holds().length === before) await sleep(5);
		return Number(holds().at(-1)?.[1]);
	}

	/** Bytes that its process holds. */
	async memory(): Promise<number> {
		const { body } = await this.service.client.get('/metrics');
		return Number(/^process_resident_memory_bytes (\S+)/m.exec(body)?.[1]);
	}
}
