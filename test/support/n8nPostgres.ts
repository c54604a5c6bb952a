import { Pool } from 'pg';
import { type Executions, EXECUTIONS_OF, executionsOf, PROGRESS_OF } from './n8nExecutions';
import { startPostgresServer } from './postgresServer';

/**
 * A PostgreSQL server for an n8n in queue mode, as n8n asks for there: on SQLite, its main process and its worker keep one
 * another from writing, and an execution fails, or is never noted, as the database is locked.
 */
export class N8nPostgres {
	private constructor(
		private readonly pool: Pool,
		/** The settings of n8n that have it use the server. */
		readonly env: Record<string, string>,
		private readonly end: () => Promise<void>,
	) {}

	/** @throws where no PostgreSQL is installed: `postgresPrograms` says so before */
	static async start(): Promise<N8nPostgres> {
		const server = await startPostgresServer();
		if (!server) throw new Error('No PostgreSQL is installed.');
		const { hostname, port, username, pathname } = new URL(server.url);
		const env = {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: hostname,
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_USER: username,
			DB_POSTGRESDB_DATABASE: pathname.slice(1),
		};
		return new N8nPostgres(new Pool({ connectionString: server.url }), env, server.stop);
	}

	async stop(): Promise<void> {
		await this.pool.end();
		await this.end();
	}

	/** How many executions of a workflow there are, of whatever status, and how many have not ended. */
	async progress(workflowId: string): Promise<{ all: number; open: number }> {
		const { rows } = await this.pool.query<{ all: string; open: string }>(`${PROGRESS_OF} $1`, [
			workflowId,
		]);
		return { all: Number(rows[0]?.all), open: Number(rows[0]?.open) };
	}

	/** Counts a workflow's executions by their events. */
	async countExecutions(workflowId: string): Promise<Executions> {
		const { rows } = await this.pool.query<{ status: string; data: string | null }>(
			`${EXECUTIONS_OF} $1`,
			[workflowId],
		);
		return executionsOf(rows);
	}
}
