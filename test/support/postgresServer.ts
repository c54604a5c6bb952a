import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { postgresPrograms } from '../../scripts/postgres.mjs';
import { freePort } from '../../scripts/freePort.mjs';

/** A PostgreSQL server for tests: databases can be made in it. */
export type PostgresServer = {
	url: string;
	/** Ends it as an administrator (SIGINT), or a crash (SIGQUIT), would, and starts it again. */
	restart: (signal: 'SIGINT' | 'SIGQUIT') => Promise<void>;
	stop: () => Promise<void>;
};

/** What is kept is thrown away afterwards, so nothing has to be on a disk. */
const SETTINGS = {
	fsync: 'off',
	synchronous_commit: 'off',
	full_page_writes: 'off',
	listen_addresses: '127.0.0.1',
	unix_socket_directories: '',
	max_connections: '300',
	shared_buffers: '64MB',
	autovacuum: 'on',
};

const STARTS_WITHIN_MS = 30_000;

/** Starts a server of its own on a free port; undefined where no PostgreSQL is installed. */
export async function startPostgresServer(
	settings: Record<string, string> = {},
): Promise<PostgresServer | undefined> {
	const programs = postgresPrograms();
	if (!programs) return undefined;
	const folder = mkdtempSync(join(tmpdir(), 'fluid-postgres-'));
	const port = await freePort();
	const user = serverUser();
	if (user) chownSync(folder, user.uid, user.gid);
	const data = join(folder, 'data');
	execFileSync(
		join(programs, 'initdb'),
		['-D', data, '-U', 'fluid', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'],
		{ ...user, stdio: 'pipe', cwd: folder },
	);
	const given = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
		'-c',
		`${name}=${value}`,
	]);
	const start = () =>
		spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...given], {
			...user,
			cwd: folder,
			stdio: 'ignore',
		});
	let server = start();
	const end = async (signal: NodeJS.Signals) => {
		const ended = once(server, 'exit');
		server.kill(signal);
		await ended;
	};
	const url = `postgres://fluid@127.0.0.1:${port}/postgres`;
	await answers(url);
	return {
		url,
		restart: async (signal) => {
			await end(signal);
			server = start();
			await answers(url);
		},
		stop: async () => {
			await end('SIGQUIT');
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Returns whom a server runs as where this process is root, as which PostgreSQL refuses to run. */
export function serverUser(): { uid: number; gid: number } | undefined {
	if (userInfo().uid !== 0) return undefined;
	for (const name of ['postgres', 'nobody']) {
		try {
			const [uid, gid] = ['-u', '-g'].map((part) =>
				Number(execFileSync('id', [part, name], { stdio: 'pipe' }).toString()),
			);
			return { uid: uid as number, gid: gid as number };
		} catch {
			// This machine has no such user.
		}
	}
	return undefined;
}

async function answers(url: string): Promise<void> {
	const end = Date.now() + STARTS_WITHIN_MS;
	for (;;) {
		const client = new Client({ connectionString: url });
		try {
			await client.connect();
			await client.end();
			return;
		} catch (reason) {
			if (Date.now() > end) throw reason;
			await sleep(50);
		}
	}
}
