/** How a database is reached. */
export type PostgresAddress = {
	url: string;
	/** Whether a proxy that shares connections stands before it, so that nothing may be kept in one. */
	isPooled: boolean;
};

/**
 * Returns the address in a URL: `?pgbouncer=true` says that PgBouncer stands before it.
 *
 * @returns undefined when it is no address of a PostgreSQL database
 */
export function postgresAddress(text: string): PostgresAddress | undefined {
	if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return undefined;
	const url = new URL(text);
	const isPooled = url.searchParams.get('pgbouncer') === 'true';
	url.searchParams.delete('pgbouncer');
	return { url: url.href, isPooled };
}
