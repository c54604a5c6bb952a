import type { FastifyInstance } from 'fastify';
import { endOldProofs } from './agency/endOldProofs';
import { watchWebhooks } from './alerts/watch';
import { newApp } from './app';
import type { Config } from './config';
import type { AppContext } from './context';
import type { Database } from './database/database';
import type { DeliveryClient } from './deliveryClient';
import { OtherProcesses } from './otherProcesses';
import { Refusal } from './problems/problems';
import { Propagation } from './records/propagation';
import { removeDeletedWorkspaces } from './removeWorkspaces';
import { keepThirtyDays } from './retention';
import type { Secrets } from './secrets/secrets';
import { Undoing } from './undo/undoing';
import { oncePerMinute } from './timing/oncePerMinute';
import { keepBacklogsInOrder } from './webhooks/backlog';
import { Dispatcher } from './webhooks/dispatcher';
import { newBackpressure } from './webhooks/backpressure';

/** What the service works with; everything that reaches out of its process is among it. */
export type ServiceParts = {
	config: Config;
	database: Database;
	secrets: Secrets;
	sender: DeliveryClient;
	now: () => Date;
};

/** The service apart from its process: what it answers, and what it does by itself. */
export type Service = {
	app: FastifyInstance;
	context: AppContext;
	/**
	 * Begins what it does by itself, with what an earlier process left.
	 *
	 * @param url the address it listens on; empty for a worker, which answers nothing
	 */
	start: (url: string) => void;
	/** Ends what it does by itself: what is in hand is finished before the deadline, the rest is left for the next start. */
	stop: (deadline: Promise<unknown>) => Promise<void>;
};

/** Puts the service together. */
export function newService({ config, database, secrets, sender, now }: ServiceParts): Service {
	const warn = oncePerMinute((sentence) => app.log.warn(sentence));
	const report = (reason: unknown) =>
		reason instanceof Refusal ? warn(reason.message) : app.log.error(reason);
	const dispatcher = new Dispatcher({ database, secrets, config, sender, now, report });
	const delivers = config.role !== 'api';
	let url = '';
	const wake = (queueId: string) => (delivers ? dispatcher.wake(queueId) : database.wakeOthers());
	const publicUrl = () => config.publicUrl ?? url;
	const others = new OtherProcesses({ database, now, lateHere: () => dispatcher.late() });
	const waitForCapacity = newBackpressure(
		(workspaceId) => dispatcher.isLate(workspaceId) || others.isLate(workspaceId),
	);
	const newLimiter = (name: string, perMinute: number) => others.newLimiter(name, perMinute);
	const parts = { config, database, secrets, sender, now, wake, publicUrl, newLimiter };
	const propagation = new Propagation({ ...parts, waitForCapacity, report });
	const { write, writeWithin } = propagation;
	const undoing = new Undoing({ database, now, write, waitForCapacity }, report);
	const { undo } = undoing;
	const context: AppContext = { ...parts, write, writeWithin, undo };
	const app = newApp(context, waitForCapacity);
	const endings: Array<() => Promise<void>> = [];

	return {
		app,
		context,
		start: (address) => {
			url = address;
			if (delivers) dispatcher.start();
			propagation.start();
			undoing.start();
			endings.push(
				// First: what it undoes may be for others to propagate.
				() => undoing.stop().then(() => propagation.stop()),
				keepThirtyDays(database, now, report),
				removeDeletedWorkspaces(database, now, report),
				endOldProofs(database, now, report),
				keepBacklogsInOrder(database, now, report),
				database.maintain(report),
				others.start(report),
			);
			if (delivers) endings.push(watchWebhooks(context, report));
		},
		stop: async (deadline) => {
			const ended = Promise.all(endings.map((end) => end()));
			await Promise.all([dispatcher.stop(deadline), Promise.race([ended, deadline])]);
		},
	};
}
