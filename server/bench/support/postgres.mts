import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A database of a benchmark's own, with the settings that have the service use it. */
export type BenchDatabase = {
	settings: Record<string, string>;
	/** Counts what is in the tables, as autovacuum does sooner or later: until then, plans are made for empty ones. */
	analyze: () => Promise<void>;
	/** Resolves when everything is indexed that a change leaves to be indexed behind it. */
	indexed: () => Promise<void>;
	/** Returns the bytes of its larger tables with their indexes, and how many rows each has, largest first. */
	tables: () => Promise<TableSize[]>;
	/** Returns the CPU time that its server on this machine has used, in milliseconds. */
	cpu: () => number;
	remove: () => Promise<void>;
};

/** How large a table is. */
export type TableSize = { name: string; rows: number; bytes: number };

const TABLES = `
	select relname::text as name, reltuples::int as rows, pg_total_relation_size(oid)::int as bytes from pg_class
	where relkind = 'r' and relnamespace = current_schema()::regnamespace and reltuples > 100 order by 3 desc`;

const LATE = `(select from deals_to_index limit 1) union all (select from contacts_to_index limit 1)`;

/** Its own process says whose child it is. */
const PARENT = `select split_part(split_part(pg_read_file('/proc/self/stat'), ') ', 2), ' ', 2) as parent`;

/** Makes an empty database on a server; returns the settings that have the service use it, and what removes it. */
export async function newBenchDatabase(server: string): Promise<BenchDatabase> {
	const name = `fluid_bench_${process.pid}`;
	await ask(server, `create database ${name}`);
	const url = new URL(server);
	url.pathname = name;
	const [backend] = await ask<{ parent: string }>(server, PARENT);
	const postmaster = Number(backend?.parent);
	let connecting: Promise<Client> | undefined;
	return {
		settings: { DATABASE_URL: url.href, FLUID_SECRET_KEY: randomBytes(32).toString('base64') },
		analyze: async () => void (await ask(url.href, 'vacuum analyze')),
		// By one connection, as to make one takes as much CPU as hundreds of changes.
		indexed: async () => {
			connecting ??= connected(url.href);
			const client = await connecting;
			while ((await client.query(LATE)).rows.length > 0) await sleep(100);
		},
		tables: () => ask<TableSize>(url.href, TABLES),
		cpu: () => cpuOfServer(postmaster),
		remove: async () => {
			await (await connecting)?.end();
			await ask(server, `drop database ${name} with (force)`);
		},
	};
}

async function connected(url: string): Promise<Client> {
	const client = new Client({ connectionString: url });
	await client.connect();
	return client;
}

async function ask<T>(url: string, text: string): Promise<T[]> {
	const client = await connected(url);
	const { rows } = await client.query(text);
	await client.end();
	return rows as T[];
}

const TICK_MS = 10;

/** Returns the CPU time that a process has used, in milliseconds. */
export function cpuOf(pid: number): number {
	const fields = statOf(pid);
	return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}

/** The same of a server whose first process is known, with those it has started and those of them that have ended. */
function cpuOfServer(postmaster: number): number {
	const own = statOf(postmaster);
	const ended = (Number(own[13]) + Number(own[14])) * TICK_MS;
	const children = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name) && Number(statOf(Number(name))[1]) === postmaster)
		.map((name) => cpuOf(Number(name)));
	return cpuOf(postmaster) + ended + children.reduce((sum, ms) => sum + ms, 0);
}

/** The fields behind the name (proc_pid_stat(5)); none where it has ended meanwhile. */
function statOf(pid: number): string[] {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	} catch {
		return [];
	}
}
