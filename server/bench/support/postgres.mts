import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Client } from 'pg';

/** A database of a benchmark's own, with the settings that have the service use it. */
export type BenchDatabase = {
	settings: Record<string, string>;
	/** Counts what is in the tables, as autovacuum does sooner or later: until then, plans are made for empty ones. */
	analyze: () => Promise<void>;
	remove: () => Promise<void>;
};

/** Makes an empty database on a server; returns the settings that have the service use it, and what removes it. */
export async function newBenchDatabase(server: string): Promise<BenchDatabase> {
	const name = `fluid_bench_${process.pid}`;
	await ask(server, `create database ${name}`);
	const url = new URL(server);
	url.pathname = name;
	return {
		settings: { DATABASE_URL: url.href, FLUID_SECRET_KEY: randomBytes(32).toString('base64') },
		analyze: () => ask(url.href, 'vacuum analyze'),
		remove: () => ask(server, `drop database ${name} with (force)`),
	};
}

async function ask(url: string, text: string): Promise<void> {
	const client = new Client({ connectionString: url });
	await client.connect();
	await client.query(text);
	await client.end();
}

const TICKS_A_SECOND = 100;

/** Returns the CPU time that a process has used, in milliseconds (Linux: proc_pid_stat(5)). */
export function cpuOf(pid: number): number {
	const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ') as [string, string];
	const fields = rest.split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
}

/** The same of all processes of PostgreSQL servers on this machine. */
export function cpuOfPostgres(): number {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.reduce((sum, pid) => sum + ofPostgres(Number(pid)), 0);
}

function ofPostgres(pid: number): number {
	try {
		const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
		return name === 'postgres' || name === 'postmaster' ? cpuOf(pid) : 0;
	} catch {
		// It has ended meanwhile.
		return 0;
	}
}
