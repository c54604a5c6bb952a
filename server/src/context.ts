import type { Config } from './config';
import type { Database, Transaction } from './database/database';
import type { Secrets } from './secrets/secrets';
import type { DeliveryClient } from './deliveryClient';
import type { Limiter } from './http/rateLimit';
import type { Origin } from './origin';
import { type Maker, NOBODY } from './runs/maker';
import { newId } from './values/ids';
import type { Event } from '../../contract/types';

/** What every part of the service works with. */
export type AppContext = Writes & {
	config: Config;
	database: Database;
	/** Seals and opens what is stored and must stay secret. */
	secrets: Secrets;
	now: () => Date;
	/** Wakes the dispatcher for a queue with a delivery that is due. */
	wake: Wake;
	/** Returns a limiter of so many requests a minute of each sender, which all processes count for together; 0 for any number. */
	newLimiter: (name: string, perMinute: number) => Limiter;
	/** Sends a message to a webhook's URL. */
	sender: DeliveryClient;
	/** Goes on undoing a run until it is done. */
	undo: (workspaceId: string, runId: string) => Promise<void>;
	/** Address under which people and other services reach this one, without a slash at its end. */
	publicUrl: () => string;
};

/** Is called with the queue that has a delivery that is due, once it is on disk. */
export type Wake = (queueId: string) => void;

/** Where and when something happens. */
export type WriteContext = {
	transaction: Transaction;
	workspaceId: string;
	now: Date;
	wake: Wake;
	/** What the addresses of deals begin with. */
	publicUrl: string;
	/** Companies that show something else now; what shows them publishes that at the end of the change. */
	changedCompanies: Set<string>;
	change: ChangeInProgress;
	/** The request that the change comes from; undefined where it comes from none. */
	origin: Origin | undefined;
	/** What makes the change. */
	maker: Maker;
	/** How many changes were noted for the run that it is a part of. */
	ofRun: { changes: number };
};

/** A change that is being written: one item of a request, or one object that is updated in consequence. */
export type ChangeInProgress = {
	id: string;
	/** What of it is to be delivered so far, by the queue that it stands in. */
	deliveries: Map<string, { id: string; events: Event[] }>;
	/** Companies that it has made. */
	madeCompanies: Set<string>;
};

/** Returns the context of a change by itself, within one that changes more. */
export function asOwnChange<Context extends WriteContext>(context: Context): Context {
	return { ...context, change: newChange() };
}

function newChange(): ChangeInProgress {
	return { id: newId('chg'), deliveries: new Map(), madeCompanies: new Set() };
}

/** Changes something in a workspace. */
export type Change<T> = (context: WriteContext) => Promise<T>;

/** The request that a change comes from, and what makes it. */
export type Cause = { origin?: Origin | undefined; maker?: Maker };

/** How changes of a workspace are run: what they mean for other records is published at their end. */
export type Writes = {
	/** Runs a change in a transaction of its own. */
	write: <T>(workspaceId: string, change: Change<T>, maker?: Maker) => Promise<T>;
	/** Runs a change in a transaction that does more; which request it comes from is known before that begins. */
	writeWithin: <T>(
		transaction: Transaction,
		workspaceId: string,
		change: Change<T>,
		cause?: Cause,
	) => Promise<T>;
};

/** Returns the same service, where every change says what makes it. */
export function madeBy<Service extends Pick<Writes, 'write'> & Partial<Writes>>(
	service: Service,
	maker: Maker,
): Service {
	const { write, writeWithin } = service;
	return {
		...service,
		write: (workspaceId, change) => write(workspaceId, change, maker),
		...(writeWithin && {
			writeWithin: (transaction, workspaceId, change, cause) =>
				writeWithin(transaction, workspaceId, change, { ...cause, maker }),
		}),
	} satisfies Partial<Writes> as Service;
}

/** Returns the context of a change. */
export function writeContext(
	{ now, wake, publicUrl }: Pick<AppContext, 'now' | 'wake' | 'publicUrl'>,
	transaction: Transaction,
	workspaceId: string,
	{ origin, maker = NOBODY }: Cause = {},
): WriteContext {
	return {
		transaction,
		workspaceId,
		now: now(),
		wake,
		publicUrl: publicUrl(),
		changedCompanies: new Set(),
		change: newChange(),
		origin,
		maker,
		ofRun: { changes: 0 },
	};
}

/** How a request of many is carried out. */
export type BulkOptions = {
	isAtomic: boolean;
	requestId: string;
	/** Is called with each fault that is ours. */
	report: (fault: unknown) => void;
};

/** What became of each of many, in input order: how many of each, and the results in JSON. */
export type BulkOutcome = Record<'created' | 'updated' | 'unchanged' | 'failed', number> & {
	results: Buffer[];
};
