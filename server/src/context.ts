import type { Config } from './config';
import type { Database, Transaction } from './database/database';
import type { Secrets } from './secrets/secrets';
import type { DeliveryClient } from './deliveryClient';

/** What every part of the service works with. */
export type AppContext = {
	config: Config;
	database: Database;
	/** Seals and opens what is stored and must stay secret. */
	secrets: Secrets;
	now: () => Date;
	/** Tells the dispatcher of a webhook with a delivery that is due. */
	wake: Wake;
	/** Sends a message to a webhook's URL. */
	sender: DeliveryClient;
	/** Address under which people and other services reach this one, without a slash at its end. */
	publicUrl: () => string;
};

/** Is told which webhook has a delivery that is due, once it is on disk. */
export type Wake = (webhookId: string) => void;

/** Where and when something happens. */
export type WriteContext = { transaction: Transaction; workspaceId: string; now: Date; wake: Wake };

/** How a request of many is carried out. */
export type BulkOptions = {
	isAtomic: boolean;
	requestId: string;
	/** Told of faults that are ours. */
	report: (fault: unknown) => void;
};

/** What became of each of many, in input order: how many of each, and the results in JSON. */
export type BulkOutcome = Record<'created' | 'updated' | 'unchanged' | 'failed', number> & {
	results: string[];
};
