import type { DatabaseSync } from 'node:sqlite';
import { start } from './migrations/0001_start';
import { sessions } from './migrations/0002_sessions';
import { deliveryLog } from './migrations/0003_delivery_log';
import { leadForms } from './migrations/0004_lead_forms';
import { board } from './migrations/0005_board';
import { searches } from './migrations/0006_searches';
import { webhooks } from './migrations/0007_webhooks';
import { leadFormSpam } from './migrations/0008_lead_form_spam';
import { eventTypes } from './migrations/0009_event_types';
import { removedWebhooks } from './migrations/0010_removed_webhooks';
import { identity } from './migrations/0011_identity';
import { secrets } from './migrations/0013_secrets';
import { webhookNames } from './migrations/0014_webhook_names';
import { requestHeaders } from './migrations/0015_request_headers';

/** A change of the tables: statements, or what does more than statements can. */
type Migration = { name: string; change: string | ((connection: DatabaseSync) => void) };

/** Every change of the tables, oldest first; one that was released never changes. */
export const migrations: Migration[] = [
	{ name: '0001_start', change: start },
	{ name: '0002_sessions', change: sessions },
	{ name: '0003_delivery_log', change: deliveryLog },
	{ name: '0004_lead_forms', change: leadForms },
	{ name: '0005_board', change: board },
	{ name: '0006_searches', change: searches },
	{ name: '0007_webhooks', change: webhooks },
	{ name: '0008_lead_form_spam', change: leadFormSpam },
	{ name: '0009_event_types', change: eventTypes },
	{ name: '0010_removed_webhooks', change: removedWebhooks },
	{ name: '0011_identity', change: identity },
	{ name: '0013_secrets', change: secrets },
	{ name: '0014_webhook_names', change: webhookNames },
	{ name: '0015_request_headers', change: requestHeaders },
];

/**
 * Brings the tables up to date. Two processes may call it at the same moment.
 *
 * @param wanted fewer changes make the tables of an earlier version
 */
export function migrate(connection: DatabaseSync, wanted = migrations): void {
	connection.exec(
		'create table if not exists migrations (name text primary key, applied_at text not null)',
	);
	connection.exec('begin immediate');
	const applied = connection.prepare('select name from migrations').all();
	const names = new Set(applied.map(({ name }) => name));
	for (const { name, change } of wanted.filter((migration) => !names.has(migration.name))) {
		if (typeof change === 'string') connection.exec(change);
		else change(connection);
		connection.prepare('insert into migrations values (?, ?)').run(name, new Date().toISOString());
	}
	connection.exec('commit');
}
