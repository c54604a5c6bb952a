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
import { webhookNames } from './migrations/0014_webhook_names';

/** Every change of the tables, oldest first; one that was released never changes. */
const migrations: Array<{ name: string; sql: string }> = [
	{ name: '0001_start', sql: start },
	{ name: '0002_sessions', sql: sessions },
	{ name: '0003_delivery_log', sql: deliveryLog },
	{ name: '0004_lead_forms', sql: leadForms },
	{ name: '0005_board', sql: board },
	{ name: '0006_searches', sql: searches },
	{ name: '0007_webhooks', sql: webhooks },
	{ name: '0008_lead_form_spam', sql: leadFormSpam },
	{ name: '0009_event_types', sql: eventTypes },
	{ name: '0010_removed_webhooks', sql: removedWebhooks },
	{ name: '0014_webhook_names', sql: webhookNames },
];

/** Brings the tables up to date. Two processes may call it at the same moment. */
export function migrate(connection: DatabaseSync): void {
	connection.exec(
		'create table if not exists migrations (name text primary key, applied_at text not null)',
	);
	connection.exec('begin immediate');
	const applied = connection.prepare('select name from migrations').all();
	const names = new Set(applied.map(({ name }) => name));
	for (const { name, sql } of migrations.filter((migration) => !names.has(migration.name))) {
		connection.exec(sql);
		connection.prepare('insert into migrations values (?, ?)').run(name, new Date().toISOString());
	}
	connection.exec('commit');
}
