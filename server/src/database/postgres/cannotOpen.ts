/** What is to be done where PostgreSQL refuses to be connected to, by the code of Node.js or of the server (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const ADVICE: Record<string, string> = {
	ECONNREFUSED:
		'No server listens there: start it, or correct the host and the port in DATABASE_URL.',
	ENOTFOUND: 'No host has this name: correct it in DATABASE_URL.',
	EAI_AGAIN: 'The name of the host cannot be looked up now: see whether this machine is online.',
	ETIMEDOUT: 'The server does not answer: see whether a firewall is between it and this machine.',
	'3D000': 'Make it with createdb, or correct its name in DATABASE_URL.',
	'28000': 'Correct the user in DATABASE_URL, or let it in by the pg_hba.conf of the server.',
	'28P01': 'Correct the user and the password in DATABASE_URL, or set PGPASSWORD.',
	'42501': 'Make it the database of this user, e.g. with createdb --owner.',
};

/** PgBouncer refuses everything by one code, and says in its message what is wrong. */
const OF_PROXY = '08P01';
const PROXY_ADVICE: Array<[RegExp, string]> = [
	[
		/unsupported startup parameter/,
		'If a proxy that shares connections stands before it, such as PgBouncer, add ?pgbouncer=true to DATABASE_URL, name the server itself in DATABASE_LISTEN_URL, and leave options out of the address: its user can have them.',
	],
	[/password|authentication/, ADVICE['28P01'] as string],
	[/does not exist/, ADVICE['3D000'] as string],
];

const ANY = 'Check that it is there and may be reached, and that its user may make tables in it.';

/** Returns what to say where the database in DATABASE_URL cannot be opened; until then nothing was changed. */
export function cannotOpenPostgres(reason: unknown): string {
	const { message } = reason as Error;
	return `The database in DATABASE_URL cannot be opened: ${message}. Nothing was changed. ${adviceFor(codeOf(reason), message)}`;
}

function adviceFor(code: string, message: string): string {
	const ofProxy = PROXY_ADVICE.find(([said]) => code === OF_PROXY && said.test(message));
	return ofProxy?.[1] ?? ADVICE[code] ?? ANY;
}

/** What the driver has said may be the cause of what it became. */
function codeOf(reason: unknown): string {
	const { code, cause } = reason as { code?: unknown; cause?: unknown };
	if (typeof code === 'string') return code;
	return cause instanceof Error ? codeOf(cause) : '';
}
