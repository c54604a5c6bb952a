import type { Config } from './config';
import type { Database } from './database/database';
import type { Secrets } from './secrets/secrets';
import type { Wake } from './webhooks/enqueue';
import type { Sender } from './webhooks/send';

/** What every part of the service works with. */
export type Fluid = {
	config: Config;
	database: Database;
	/** Seals and opens what is stored and must stay secret. */
	secrets: Secrets;
	now: () => Date;
	/** Tells the dispatcher of a webhook with a delivery that is due. */
	wake: Wake;
	/** Sends a message to a webhook's URL. */
	sender: Sender;
	/** Address under which people and other services reach this one, without a slash at its end. */
	publicUrl: () => string;
};
