import { Pool } from 'pg';
import type { TestProject } from 'vitest/node';
import { whyNoPostgres } from '../../scripts/postgres.mjs';
import { migratePostgres } from '../../server/src/database/postgres/migratePostgres';
import { startPostgresServer } from './postgresServer';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Where tests make their databases; undefined for those on the embedded one. */
		postgres: string | undefined;
	}
}

/** The database that each test's own is copied from: with the tables, and empty. */
export const EMPTY_DATABASE = 'fluid_test_empty';

/** Starts a server for all files of a project, unless FLUID_TEST_DATABASE_URL names one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const given = process.env.FLUID_TEST_DATABASE_URL;
	const server = given ? { url: given, stop: async () => undefined } : await startPostgresServer();
	if (!server) throw new Error(`The tests on PostgreSQL cannot run: ${whyNoPostgres()}.`);
	await makeEmpty(server.url);
	project.provide('postgres', server.url);
	return server.stop;
}

async function makeEmpty(url: string): Promise<void> {
	const server = new Pool({ connectionString: url });
	await server.query(`drop database if exists ${EMPTY_DATABASE}`);
	await server.query(`create database ${EMPTY_DATABASE}`);
	await server.end();
	const own = new URL(url);
	own.pathname = EMPTY_DATABASE;
	const empty = new Pool({ connectionString: own.href });
	await migratePostgres(empty);
	await empty.end();
}
