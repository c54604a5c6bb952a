import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database';
import { DATABASE_FILE } from '../database/embedded';
import { dialects, sql } from '../database/sql';

const SIZE = dialects(
	sql`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`,
	sql`select pg_database_size(current_database()) as bytes`,
);

/** Shows how large the database is; read when asked for. */
export function gaugeSize(database: Database, registry: Registry): void {
	new Gauge({
		name: 'fluid_database_size_bytes',
		help: 'Size of the database.',
		registers: [registry],
		async collect() {
			const row = await database.get<{ bytes: number }>(SIZE);
			this.set(Number(row?.bytes ?? 0));
		},
	});
}

/** Shows how large the write-ahead log of the embedded database is; it is a file of its own, read when asked for. */
export function gaugeLog(dataDir: string, registry: Registry): void {
	new Gauge({
		name: 'fluid_database_log_bytes',
		help: 'Size of the write-ahead log beside the embedded database; 0 where there is none.',
		registers: [registry],
		collect() {
			const log = statSync(join(dataDir, `${DATABASE_FILE}-wal`), { throwIfNoEntry: false });
			this.set(log?.size ?? 0);
		},
	});
}

/** Shows how many connections clients have open. */
export function gaugeConnections(app: FastifyInstance, registry: Registry): void {
	new Gauge({
		name: 'fluid_http_connections',
		help: 'Connections of clients that are open.',
		registers: [registry],
		async collect() {
			const count = await new Promise<number>((resolve) =>
				app.server.getConnections((fault, open) => resolve(fault ? 0 : open)),
			);
			this.set(count);
		},
	});
}
