import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Client } from 'pg';

/** A database of a benchmark's own, with the settings that have the service use it. */
export type BenchDatabase = {
	settings: Record<string, string>;
	/** Counts what is in the tables, as autovacuum does sooner or later: until then, plans are made for empty ones. */
	analyze: () => Promise<void>;
	/** Returns the bytes of its larger tables with their indexes, and how many rows each has, largest first. */
	tables: () => Promise<TableSize[]>;
	remove: () => Promise<void>;
};

/** How large a table is. */
export type TableSize = { name: string; rows: number; bytes: number };

const TABLES = `
	select relname::text as name, reltuples::int as rows, pg_total_relation_size(oid)::int as bytes from pg_class
	where relkind = 'r' and relnamespace = current_schema()::regnamespace and reltuples > 100 order by 3 desc`;

/** Makes an empty database on a server; returns the settings that have the service use it, and what removes it. */
export async function newBenchDatabase(server: string): Promise<BenchDatabase> {
	const name = `fluid_bench_${process.pid}`;
	await ask(server, `create database ${name}`);
	const url = new URL(server);
	url.pathname = name;
	return {
		settings: { DATABASE_URL: url.href, FLUID_SECRET_KEY: randomBytes(32).toString('base64') },
		analyze: async () => void (await ask(url.href, 'vacuum analyze')),
		tables: () => ask<TableSize>(url.href, TABLES),
		remove: async () => void (await ask(server, `drop database ${name} with (force)`)),
	};
}

async function ask<T>(url: string, text: string): Promise<T[]> {
	const client = new Client({ connectionString: url });
	await client.connect();
	const { rows } = await client.query(text);
	await client.end();
	return rows as T[];
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
